from collections.abc import Callable
from typing import BinaryIO

from .flac import inspect_flac
from .formats import Container
from .mp4 import inspect_mp4
from .mpeg import inspect_mp3
from .ogg import inspect_ogg
from .riff import inspect_aiff, inspect_wav
from .sniff import skip_tags
from .structure import Structure


def inspect_adts(file: BinaryIO, size: int, start: int) -> Structure:
    del file, size, start
    return Structure()


INSPECTORS: dict[Container, Callable[[BinaryIO, int, int], Structure]] = {
    Container.WAV: inspect_wav,
    Container.AIFF: inspect_aiff,
    Container.FLAC: inspect_flac,
    Container.MP3: inspect_mp3,
    Container.OGG: inspect_ogg,
    Container.MP4: inspect_mp4,
    Container.ADTS: inspect_adts,
}


def inspect(file: BinaryIO, size: int, container: Container) -> Structure:
    """What the headers promise; `Refused` where they can already be seen to be no music of ours."""
    return INSPECTORS[container](file, size, skip_tags(file))
