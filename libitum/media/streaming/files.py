"""The files that may be asked for by name, and what they are."""

import re

from libitum.media.engine.containers.formats import FORMATS, Container
from libitum.media.models import Artwork, Master

TYPES = {
    "mp4": "audio/mp4",
    "m3u8": "application/vnd.apple.mpegurl",
    "mp3": "audio/mpeg",
    "json": "application/json",
    "bin": "application/octet-stream",
    "webp": "image/webp",
    "jpg": "image/jpeg",
}
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}\.(?P<extension>[a-z0-9]{2,4})", re.ASCII)
PICTURES = frozenset({"webp", "jpg"})
# Nothing in a name that a file system or a shell takes for something else.
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


def extension_of(name: str) -> str:
    """Empty for what is no name of a file of ours."""
    form = NAME.fullmatch(name)
    return form["extension"] if form and form["extension"] in TYPES else ""


def is_sound_file(name: str) -> bool:
    return extension_of(name) not in {"", *PICTURES}


def is_picture_of(artwork: Artwork, name: str) -> bool:
    return name in artwork.files


def original_type(master: Master) -> tuple[str, str]:
    """Media type and file name extension of what was uploaded."""
    known = FORMATS.get(Container(master.container)) if master.container in set(Container) else None
    if known is None:
        return "application/octet-stream", "bin"
    return known.media_type, "opus" if master.codec == "opus" and known.extension == "ogg" else known.extension


def download_name(master: Master, extension: str) -> str:
    """ "Artist - Title.flac" """
    text = " ".join(UNSAFE.sub(" ", f"{master.track.artist.name} - {master.track.title}").split())
    return f"{text.strip('. ')[:150] or master.track.uid}.{extension}"
