"""Works of every kind in an instance of its own; run inside it, by `libitum shell`."""

MAKE_WORKS = """
import json
from django.utils import timezone
from libitum.accounts.models import User
from libitum.catalog.models import Artist, Visibility
from libitum.catalog.services import create_secret_link, create_track
from libitum.catalog.services.policy import set_trainable
from libitum.catalog.viewers import ANYBODY, Viewer
from libitum.media.addresses import artwork_file, download_address, original_address, track_media
from libitum.media.models import Stamped, StampedKind
from libitum.media.tests.recordings import SOUND, draw, record, store

ada, alice = Artist.objects.get(), User.objects.get()
kinds = {"closed": Visibility.PUBLIC, "open": Visibility.PUBLIC, "hidden": Visibility.UNLISTED}
tracks = {}
for title, visibility in kinds.items():
    tracks[title] = create_track(
        actor=alice, artist=ada, title=title, visibility=visibility, rights_basis="holder", downloadable=True
    )
masters = {title: record(track) for title, track in tracks.items()}
set_trainable(track=tracks["open"], since=timezone.now())
for track in tracks.values():
    track.refresh_from_db()
owner = Viewer.of(alice)
for title in ("closed", "open"):
    store(f"stamped/{title}/download.flac", SOUND)
    file = {"prefix": f"stamped/{title}", "file": "download.flac", "is_open": title == "open", "size": len(SOUND)}
    Stamped.objects.update_or_create(master=masters[title], kind=StampedKind.DOWNLOAD, defaults=file)
secret = Viewer(secret=create_secret_link(actor=alice, work=tracks["hidden"]).token)
picture = draw(tracks["closed"])
answer = {
    "sound": track_media(tracks["closed"], ANYBODY).file("aac.mp4"),
    "playlist": track_media(tracks["closed"], ANYBODY).hls,
    "open sound": track_media(tracks["open"], ANYBODY).file("aac.mp4"),
    "granted sound": track_media(tracks["hidden"], secret).file("aac.mp4"),
    "original": original_address(tracks["closed"], masters["closed"], owner).url,
    "download": download_address(tracks["closed"], masters["closed"], ANYBODY).url,
    "open download": download_address(tracks["open"], masters["open"], ANYBODY).url,
    "picture": artwork_file(picture, "320.webp", ANYBODY),
}
print("ANSWER" + json.dumps(answer))
"""
