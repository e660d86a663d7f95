"""Where in the store a recording lies that its sender's browser put there, until it is taken in."""

from pathlib import Path

from .models import Upload
from .parts import Part
from .storage import media

FOLDER = "incoming"


def incoming_name(upload: Upload) -> str:
    return f"{FOLDER}/{upload.uid}"


def bring_in(upload: Upload, folder: Path) -> None:
    """It becomes the bytes of the upload on this machine. `folder`: on the uploads' disk. Raises FileNotFoundError."""
    with media().local_file(incoming_name(upload), folder) as path:
        Part(upload.uid).adopt(path)
