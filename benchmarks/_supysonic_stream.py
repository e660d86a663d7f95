"""The peer of ranges.py, run by its own Python: supysonic with one file, served by its framework's own server.

usage: _supysonic_stream.py FOLDER PORT; `/bench/track` answers with the id of the track.
"""

import logging
import sys
import uuid
from pathlib import Path

from _supysonic import config_in
from supysonic import db
from supysonic.managers.user import UserManager
from supysonic.web import create_application
from werkzeug.serving import WSGIRequestHandler


def fill(path: Path) -> uuid.UUID:
    root = db.Folder.create(root=True, name="music", path=str(path.parent))
    artist = db.Artist.create(name="Bench")
    album = db.Album.create(name="Bench", artist=artist)
    track = db.Track.create(
        disc=1, number=1, title="Long", year=2026, genre="Jazz", duration=1000, album=album, artist=artist,
        bitrate=160, path=str(path), last_modification=0, root_folder=root, folder=root,
    )  # fmt: skip
    return uuid.UUID(str(track.id))


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    config = config_in(folder)()
    db.init_database(config.BASE["database_uri"])
    db.open_connection(True)
    UserManager.add("alice", "alice")
    with db.db.atomic():
        track = fill(folder / "long.mp4")
    db.close_connection()
    db.release_database()
    app = create_application(config)
    app.add_url_rule("/bench/track", view_func=lambda: str(track))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    WSGIRequestHandler.protocol_version = "HTTP/1.1"  # connections stay open, as ours do
    app.run("127.0.0.1", port, threaded=True)


if __name__ == "__main__":
    main()
