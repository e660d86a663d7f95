from dataclasses import asdict, dataclass

from .formats import Kind


@dataclass(frozen=True)
class Rendition:
    """One encoded file. Counts are of frames at 48 kHz: a decoder yields `delay` of silence, then `frames` of sound.

    For MP4 the delay lies in the media's own timeline (decode times begin at 0) and the file's edit list says it too;
    for MP3 it is what a decoder that ignores the LAME tag yields first. `bit_rate` is the average, `peak_bit_rate`
    that of the densest segment, both in bit/s.
    """

    kind: Kind
    file: str
    playlist: str
    codecs: str
    media_type: str
    size: int
    bit_rate: int
    peak_bit_rate: int
    delay: int
    frames: int

    def as_dict(self) -> dict[str, str | int]:
        return {**asdict(self), "kind": str(self.kind)}
