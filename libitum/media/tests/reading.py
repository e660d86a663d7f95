"""What others read in a file: ffmpeg, and Debian's ffprobe where it is installed."""

import json
import re
import shutil
import subprocess
from pathlib import Path

from libitum.media.engine.containers import FORMATS, Container
from libitum.media.engine.ffmpeg import executable

ESCAPED = re.compile(r"\\(.)", re.DOTALL)
FFPROBE = shutil.which("ffprobe")
NAMES = ("TDM-RESERVATION", "AI-USAGE", "TDM-POLICY")


def tags_by_ffmpeg(path: Path, container: Container) -> dict[str, str]:
    """Of the file; in Ogg they are the stream's."""
    of_stream = ("-map_metadata", "0:s:a:0") if container is Container.OGG else ()
    command = [str(executable()), "-v", "error", "-f", FORMATS[container].demuxer, "-i", str(path)]
    done = subprocess.run([*command, *of_stream, "-f", "ffmetadata", "-"], check=True, capture_output=True, text=True)
    lines = re.split(r"(?<!\\)\n", done.stdout)
    pairs = (re.split(r"(?<!\\)=", line, maxsplit=1) for line in lines if "=" in line)
    return {ESCAPED.sub(r"\1", name): ESCAPED.sub(r"\1", value) for name, value in pairs}


def tags_by_ffprobe(path: Path) -> dict[str, str]:
    command = [FFPROBE or "", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    streams: dict[str, str] = found["streams"][0].get("tags", {})
    return {**streams, **found["format"].get("tags", {})}


def said_in(path: Path, container: Container) -> dict[str, str]:
    """Ours among the tags; in a WAV they are the last line of the comment."""
    found = tags_by_ffmpeg(path, container)
    if FFPROBE:
        probed = tags_by_ffprobe(path)
        assert ours(probed, container) == ours(found, container)
    return ours(found, container)


def ours(found: dict[str, str], container: Container) -> dict[str, str]:
    if container is Container.WAV:
        last = found.get("comment", "").rpartition("\n")[2]
        found = dict(part.split("=", 1) for part in last.split("; ") if "=" in part)
    return {name: found[name] for name in NAMES if name in found}


def samples(path: Path, container: Container) -> str:
    """A hash of the sound as it is decoded."""
    command = [str(executable()), "-v", "error", "-f", FORMATS[container].demuxer, "-i", str(path)]
    hashed = [*command, "-map", "0:a:0", "-f", "streamhash", "-hash", "sha256", "-"]
    return subprocess.run(hashed, check=True, capture_output=True, text=True).stdout
