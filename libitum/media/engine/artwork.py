"""Pictures in our own sizes, drawn anew from what was given."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .child import ask
from .reasons import PictureReason, Refused
from .sandbox import MIB, Limits

LIMITS = Limits(wall=60, cpu=30, memory=200 * MIB, file=16 * MIB)
PICTURE_BYTES = 20 * MIB
FEED_FILE = "feed.jpg"
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
OTHER_PICTURES = (b"II*\0", b"MM\0*", b"BM", b"8BPS", b"\0\0\x01\0", b"<svg")


@dataclass(frozen=True)
class Pictures:
    """`width` and `height` of what was given; `widths` of the longest side of each `<width>.webp` made of it."""

    width: int
    height: int
    widths: tuple[int, ...]

    @property
    def files(self) -> tuple[str, ...]:
        return files_of(self.widths)


def files_of(widths: Iterable[int]) -> tuple[str, ...]:
    return (*(f"{width}.webp" for width in widths), FEED_FILE)


def make_pictures(path: Path, *, workdir: Path) -> Pictures:
    """Writes `Pictures.files` into the empty folder `workdir`; `Refused` for what is no picture or a trap."""
    refuse_by_signature(path)
    found, outcome = ask("make_pictures.py", source=path, workdir=workdir, limits=LIMITS)
    if outcome.out_of_time:
        raise Refused(PictureReason.PICTURE_TOO_LARGE)
    if found is None:
        too_large = "MemoryError" in outcome.stderr or "DecompressionBomb" in outcome.stderr
        raise Refused(PictureReason.PICTURE_TOO_LARGE if too_large else PictureReason.PICTURE_DAMAGED)
    width, height = int(found["width"]), int(found["height"])
    if "refused" in found:
        raise Refused(PictureReason(found["refused"]), width=width, height=height)
    return Pictures(width, height, tuple(found["widths"]))


def refuse_by_signature(path: Path) -> None:
    if path.stat().st_size > PICTURE_BYTES:
        raise Refused(PictureReason.PICTURE_TOO_LARGE, size=path.stat().st_size)
    with path.open("rb") as file:
        head = file.read(32)
    if head.startswith(SIGNATURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return
    other = head.lstrip().startswith(OTHER_PICTURES) or head[4:8] == b"ftyp"
    raise Refused(PictureReason.UNSUPPORTED_PICTURE if other else PictureReason.NOT_A_PICTURE)
