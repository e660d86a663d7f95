"""What reads recordings, playlists and headers about bytes."""

import io
import math
import tempfile
from contextlib import redirect_stdout, suppress
from pathlib import Path

import m3u8
from django.http import HttpRequest
from django.test import RequestFactory

from libitum.media.engine.children import read_tags
from libitum.media.engine.containers import Container, inspect, sniff
from libitum.media.engine.containers.structure import Structure
from libitum.media.engine.ffmpeg import RATE
from libitum.media.engine.probe import parse
from libitum.media.engine.reasons import Refused
from libitum.media.engine.renditions.formats import STREAMS, Kind
from libitum.media.engine.renditions.fragments import Fragment, Track
from libitum.media.engine.renditions.playlists import index_playlist, media_playlist, segments_of
from libitum.media.engine.renditions.set import Rendition
from libitum.media.engine.tags import offered
from libitum.media.streaming.ranges import Unsatisfiable, parse_range
from libitum.media.tus import headers, protocol, views
from libitum.media.tus.problems import RequestProblem

from .bytes_to import Feed

REQUESTS = RequestFactory()
FOLDER = Path(tempfile.mkdtemp(prefix="libitum-fuzz-"))
KINDS = tuple(read_tags.KINDS)
TUS_HEADERS = ("Upload-Length", "Upload-Metadata", "Upload-Checksum", "Upload-Offset", "X-HTTP-Method-Override")
MOST_BYTES = 2**62


def request_with(data: bytes) -> HttpRequest:
    method, *values = Feed(data).texts(len(TUS_HEADERS) + 3)
    sent = dict(zip((*TUS_HEADERS, "Content-Length", "Tus-Resumable"), values, strict=False))
    request = REQUESTS.generic(method if method in {"PATCH", "HEAD", "DELETE"} else "POST", "/api/v1/uploads")
    request.META |= {"HTTP_" + name.upper().replace("-", "_"): text for name, text in sent.items() if text}
    request.META["CONTENT_TYPE"] = request.content_type = headers.CONTENT_TYPE
    request.META["CONTENT_LENGTH"] = sent["Content-Length"]
    return request


def tus_headers(data: bytes) -> None:
    """Every header is read as it must be, or refused in a sentence."""
    request = request_with(data)
    method = protocol.method_of(request)
    assert method == method.upper()
    with suppress(RequestProblem):
        assert 0 <= headers.upload_length(request) < 10**18
    with suppress(RequestProblem):
        assert 0 <= headers.number(request, "Upload-Offset") < 10**18
    with suppress(RequestProblem):
        about = headers.metadata(request)
        assert len(str(about)) <= 8 * headers.METADATA_CHARACTERS
        assert all(name and not name.isspace() for name in about)
    with suppress(RequestProblem):
        headers.checksum(request)
    with suppress(RequestProblem):
        assert headers.body(request).declared is None or headers.body(request).declared >= 0  # type: ignore[operator]
    with suppress(RequestProblem):
        protocol.require_version(request, method)
        assert method == "GET" or request.headers["Tus-Resumable"] == headers.VERSION


def page_of_uploads(data: bytes) -> None:
    request = REQUESTS.get("/api/v1/uploads", {"limit": data.decode("utf-8", "replace")})
    with suppress(RequestProblem):
        assert 1 <= views.page_size(request) <= views.MOST_PER_PAGE


def ranges(data: bytes) -> None:
    """A range lies within the file, is not empty, and is the one that was asked for."""
    feed = Feed(data)
    size = feed.number(MOST_BYTES)
    header = feed.latin(512)
    try:
        part = parse_range(header, size)
    except Unsatisfiable:
        assert "bytes" in header.lower()
        return
    if part is None:
        return
    assert 0 <= part.start < part.stop <= size
    if "," not in header and header.strip().startswith("bytes="):
        first, _, last = header.strip().removeprefix("bytes=").strip(" \t").partition("-")
        assert (part.start == int(first)) if first else (part.stop == size)
        assert not (first and last) or part.stop == min(size, int(last) + 1)


def containers(data: bytes) -> None:
    """Read in the worker's own process: a structure that makes sense, or a refusal."""
    with suppress(Refused):
        container = sniff(io.BytesIO(data), len(data))
        check(inspect(io.BytesIO(data), len(data), container))
    for container in Container:
        with suppress(Refused):
            check(inspect(io.BytesIO(data), len(data), container))


def check(found: Structure) -> None:
    assert found.missing_bytes >= 0
    assert found.seconds is None or (found.seconds >= 0 and math.isfinite(found.seconds))


def tags(data: bytes) -> None:
    """In a sandbox any failure is an answer; what comes back is cleaned, whatever it is."""
    feed = Feed(data)
    kind = KINDS[feed.number(len(KINDS) - 1)]
    path = FOLDER / "sound"
    path.write_bytes(feed.rest())
    opener, (names, values_of, _pictures) = read_tags.KINDS[kind]
    found: dict[str, object] = {}
    with redirect_stdout(io.StringIO()):
        try:
            said = opener(str(path)).tags
            if said is not None:
                found = {field: [t for key in keys for t in values_of(said, key)] for field, keys in names.items()}
        except Exception:  # noqa: BLE001 - the child ends with it, and no tags are offered
            found = {}
    for name, value in offered(found).items():
        lines = name in {"comment", "lyrics"}
        assert isinstance(value, int) or (value == value.strip() and "\0" not in value)
        assert isinstance(value, int) or lines or "\n" not in value


def framehash(data: bytes) -> None:
    """What ffmpeg tells of a stranger's file."""
    sound = parse(data.decode("utf-8", "replace"))
    assert sound is None or (sound.rate >= 0 and sound.channels >= 0)


def playlists(data: bytes) -> None:
    """What is written is read by another's parser as it was meant, to the last frame and byte."""
    feed = Feed(data)
    kind = (Kind.AAC, Kind.OPUS)[feed.number(1)]
    lengths = [(1 + feed.number(2**24), 1 + feed.number(20 * RATE)) for _ in range(1 + feed.number(40))]
    header, delay, fragments, at = 1 + feed.number(2**16), feed.number(4096), [], 0
    for length, frames in lengths:
        fragments.append(Fragment(header + at, length, frames))
        at += length
    track = Track(header, delay, tuple(fragments))
    frames = max(1, track.frames - delay - feed.number(2**12))
    segments = segments_of(track, frames)
    assert sum(segment.frames for segment in segments) == frames or track.frames - delay < 1
    compare(kind, media_playlist(kind, track, segments), track, len(segments))
    peaks = (1 + feed.number(2**22), 1 + feed.number(2**22))
    stream = STREAMS[kind]
    made = Rendition(
        kind, stream.file, stream.playlist, stream.codecs, stream.media_type, at, peaks[0], peaks[1], delay, frames
    )
    (variant,) = m3u8.loads(index_playlist([made])).playlists  # type: ignore[no-untyped-call]
    told = variant.stream_info
    assert (told.bandwidth, told.average_bandwidth, told.codecs) == (peaks[1], peaks[0], stream.codecs)


def compare(kind: Kind, text: str, track: Track, number: int) -> None:
    found = m3u8.loads(text)  # type: ignore[no-untyped-call]
    assert len(found.segments) == number
    assert found.is_endlist
    place = track.header
    for segment in found.segments:
        length, _, begin = segment.byterange.partition("@")
        assert int(begin) == place
        assert segment.duration <= found.target_duration + 0.5
        assert segment.uri.partition("?")[0] == STREAMS[kind].file
        place += int(length)
    assert place == track.header + sum(fragment.length for fragment in track.fragments)
