"""HLS playlists (RFC 8216) over byte ranges of one CMAF file per codec."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

from libitum.media.engine.ffmpeg import RATE

from .formats import STREAMS, Kind
from .fragments import Track
from .set import Rendition

# A last segment shorter than this is joined to the one before: it may hold nothing but the encoder's padding.
SHORTEST_LAST_FRAMES = RATE // 2
# ffmpeg 9 fetches neighbouring ranges of one address at once, and loses bytes where they meet: it would fall silent
# after the first segment. So neighbours differ in their address; whoever serves the file ignores the query.
EVERY_OTHER = ("", "?2")


@dataclass(frozen=True)
class Segment:
    """Bytes of the file, and frames that are heard: without the encoder's delay and padding."""

    at: int
    length: int
    frames: int

    @property
    def bit_rate(self) -> int:
        return round(self.length * 8 * RATE / max(1, self.frames))


def segments_of(track: Track, frames: int) -> tuple[Segment, ...]:
    """Segments whose durations add up to exactly `frames`."""
    segments: list[Segment] = []
    decoded, heard = 0, 0
    for fragment in track.fragments:
        decoded += fragment.frames
        until = min(frames, max(0, decoded - track.delay))
        segments.append(Segment(fragment.at, fragment.length, until - heard))
        heard = until
    if len(segments) > 1 and segments[-1].frames < SHORTEST_LAST_FRAMES:
        last, before = segments.pop(), segments.pop()
        segments.append(Segment(before.at, before.length + last.length, before.frames + last.frames))
    return tuple(segments)


def media_playlist(kind: Kind, track: Track, segments: Sequence[Segment]) -> str:
    file = STREAMS[kind].file
    longest = max(round(segment.frames / RATE) for segment in segments)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, longest)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{file}",BYTERANGE="{track.header}@0"',
    ]
    for segment, query in zip(segments, cycle(EVERY_OTHER), strict=False):
        lines += [f"#EXTINF:{segment.frames / RATE:.6f},", f"#EXT-X-BYTERANGE:{segment.length}@{segment.at}"]
        lines.append(f"{file}{query}")
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def index_playlist(renditions: Sequence[Rendition]) -> str:
    """The list that a player chooses from, most widely playable first."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for rendition in renditions:
        if rendition.playlist:
            rates = f"BANDWIDTH={rendition.peak_bit_rate},AVERAGE-BANDWIDTH={rendition.bit_rate}"
            lines += [f'#EXT-X-STREAM-INF:{rates},CODECS="{rendition.codecs}"', rendition.playlist]
    return "\n".join([*lines, ""])
