"""Files that are something else: texts, pictures, films, archives, and sound that we do not take."""

import gzip
import io
import random
import struct
import tarfile
import zipfile
from functools import partial

from PIL import Image

from libitum.media.engine.reasons import Reason

from . import sounds
from .case import add, case

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
TEXTS: dict[str, tuple[str, str, Reason]] = {
    "text": ("song.wav", "This is no song.\n" * 100, Reason.NOT_AUDIO),
    "hls_from_the_network": (
        "song.mp3",
        "#EXTM3U\n#EXTINF:10,\nhttp://169.254.169.254/latest/meta-data/\n#EXT-X-ENDLIST\n",
        Reason.PLAYLIST,
    ),
    "hls_of_local_files": (
        "song.m4a",
        "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        Reason.PLAYLIST,
    ),
    "playlist_after_blank_lines": ("song.mp3", "\ufeff\r\n \t\r\n#EXTM3U\nsong.mp3\n", Reason.PLAYLIST),
    "playlist_without_heading": ("list.m3u", "C:\\Music\\one.mp3\r\nC:\\Music\\two.mp3\r\n", Reason.NOT_AUDIO),
    "pls": ("radio.mp3", "[playlist]\nFile1=http://127.0.0.1:22/\nNumberOfEntries=1\n", Reason.PLAYLIST),
    "ffconcat": ("song.wav", "ffconcat version 1.0\nfile '/etc/passwd'\n", Reason.PLAYLIST),
    "concat_without_heading": ("song.wav", "file '/etc/passwd'\nfile '/etc/shadow'\n", Reason.NOT_AUDIO),
    "asx": ("song.wma", '<ASX version="3.0"><Entry><Ref href="http://127.0.0.1/"/></Entry></ASX>', Reason.PLAYLIST),
    "xspf": ("song.mp3", '<?xml version="1.0"?><playlist version="1"><trackList/></playlist>', Reason.PLAYLIST),
    "dash": ("song.mp4", '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>', Reason.PLAYLIST),
    "svg": ("song.mp3", SVG, Reason.IMAGE),
    "svg_with_prolog": ("song.flac", f'<?xml version="1.0"?>\n<!-- a -->\n{SVG}', Reason.IMAGE),
    "entities": ("song.wav", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "&b;&b;">]><a>&b;</a>', Reason.DOCUMENT),
    "web_page": ("song.mp3", "<!DOCTYPE html><html><title>404 Not Found</title></html>", Reason.WEB_PAGE),
    "web_page_after_space": ("song.mp3", "\n\n   <HTML><body>Sign in to download</body></HTML>", Reason.WEB_PAGE),
    "json": ("song.mp3", '{"error": "expired"}', Reason.NOT_AUDIO),
    "shell_script": ("song.mp3", "#!/bin/sh\nrm -rf /\n", Reason.NOT_AUDIO),
    "template": ("song.mp3", "{{ settings.SECRET_KEY }}{% debug %}", Reason.NOT_AUDIO),
    "rtf": ("lyrics.mp3", "{\\rtf1\\ansi Words}", Reason.DOCUMENT),
    "pdf": ("score.mp3", "%PDF-1.7\n1 0 obj<<>>endobj\n", Reason.DOCUMENT),
}
for key, (name, text, reason) in TEXTS.items():
    add(key, name, partial(text.encode, "utf-8"), reason)


@case("song.wav", Reason.EMPTY)
def zero_bytes() -> bytes:
    return b""


@case("song.mp3", Reason.NOT_AUDIO)
def one_byte() -> bytes:
    return b"\xff"


@case("song.flac", Reason.NOT_AUDIO)
def a_megabyte_of_nothing() -> bytes:
    return bytes(1 << 20)


@case("song.mp3", Reason.NOT_AUDIO)
def a_megabyte_of_chance() -> bytes:
    return random.Random(3).randbytes(1 << 20)


@case("song.mp3", Reason.NOT_AUDIO)
def all_ones() -> bytes:
    return b"\xff" * 300_000


@case("song.wav", Reason.NOT_AUDIO)
def program() -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(9) + random.Random(4).randbytes(8192)


@case("song.wav", Reason.NOT_AUDIO)
def database() -> bytes:
    return b"SQLite format 3\0" + bytes(4080)


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (200, 30, 30)).save(file, kind)
    return file.getvalue()


for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"):
    add(f"picture_{kind.lower()}", "song.mp3", partial(picture, kind), Reason.IMAGE)


@case("album.mp3", Reason.ARCHIVE)
def zip_of_songs() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../song.wav", sounds.wav(0.1))
    return file.getvalue()


@case("album.wav", Reason.ARCHIVE)
def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50 << 20))
    return file.getvalue()


@case("song.wav", Reason.ARCHIVE)
def gzipped_wav() -> bytes:
    return gzip.compress(sounds.wav())


@case("song.wav", Reason.ARCHIVE)
def tar_of_wav() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("song.wav"), io.BytesIO())
    return file.getvalue()


@case("song.mp3", Reason.NOTES_NOT_SOUND)
def midi() -> bytes:
    return b"MThd\0\0\0\x06\0\0\0\x01\0\x60MTrk\0\0\0\x04\0\xff\x2f\0"


@case("song.wav", Reason.NOTES_NOT_SOUND)
def tracker_module() -> bytes:
    return b"my song".ljust(1080, b"\0") + b"M.K." + bytes(1024)


@case("film.m4a", Reason.VIDEO)
def film_in_mp4() -> bytes:
    return lavfi_film("mp4", "-c:v", "mpeg4", "-c:a", "aac")


@case("song.m4a", Reason.VIDEO)
def silent_film_in_mp4() -> bytes:
    return sounds.lavfi("mp4", *["-f", "lavfi", "-t", "1", "-i", "testsrc=size=64x64", "-c:v", "mpeg4"])


@case("song.ogg", Reason.VIDEO)
def film_in_ogg() -> bytes:
    return lavfi_film("ogv", "-c:v", "libtheora", "-c:a", "libvorbis")


@case("song.wav", Reason.VIDEO)
def film_in_avi() -> bytes:
    return lavfi_film("avi", "-c:v", "mpeg4", "-c:a", "mp2")


@case("song.mp3", Reason.VIDEO)
def film_in_flv() -> bytes:
    return lavfi_film("flv", "-c:v", "flv", "-c:a", "aac")


@case("song.mp3", Reason.VIDEO)
def film_in_mpeg() -> bytes:
    return lavfi_film("mpg", "-c:v", "mpeg1video", "-c:a", "mp2", "-f", "mpeg")


@case("song.mp3", Reason.VIDEO)
def film_in_transport_stream() -> bytes:
    return lavfi_film("ts", "-c:v", "mpeg2video", "-c:a", "mp2")


def lavfi_film(extension: str, *codecs: str) -> bytes:
    sources = "-f lavfi -t 1 -i testsrc=size=64x64:rate=25 -f lavfi -t 1 -i sine=sample_rate=44100"
    return sounds.lavfi(extension, *sources.split(), *codecs)


for extension, arguments in {
    "webm": ("-c:a", "libopus"),
    "mka": ("-c:a", "flac"),
    "wma": ("-c:a", "wmav2"),
    "wv": (),
    "tta": (),
    "caf": (),
    "au": (),
    "w64": (),
}.items():
    add(
        f"other_container_{extension}",
        f"song.{extension}",
        partial(sounds.encoded, extension, *arguments),
        Reason.UNSUPPORTED_CONTAINER,
    )


@case("song.ogg", Reason.UNSUPPORTED_CODEC)
def speex_in_ogg() -> bytes:
    packet = b"Speex   1.2".ljust(80, b"\0")
    return struct.pack("<4sBBqIIIB", b"OggS", 0, 2, 0, 1, 0, 0, 1) + bytes([len(packet)]) + packet


for key, extension, arguments in (
    ("ac3_in_wav", "wav", ("-c:a", "ac3")),
    ("mp3_in_wav", "wav", ("-c:a", "libmp3lame")),
    ("adpcm_in_wav", "wav", ("-c:a", "adpcm_ms")),
    ("ac3_in_mp4", "mp4", ("-c:a", "ac3")),
):
    add(key, "song.wav", partial(sounds.encoded, extension, *arguments), Reason.UNSUPPORTED_CODEC)


@case("song.m4p", Reason.ENCRYPTED)
def bought_and_locked() -> bytes:
    return sounds.m4a().replace(b"ftypM4A ", b"ftypM4P ").replace(b"mp4a", b"drms", 1)


@case("song.m4a", Reason.ENCRYPTED)
def common_encryption() -> bytes:
    return sounds.encoded(
        "mp4",
        *["-c:a", "aac", "-encryption_scheme", "cenc-aes-ctr"],
        "-encryption_key",
        "00" * 16,
        "-encryption_kid",
        "11" * 16,
    )


@case("song.pdf.mp3", Reason.DOCUMENT)
def document_and_song_in_one() -> bytes:
    return b"%PDF-1.7\n" + sounds.mp3()


@case("song.html.mp3", Reason.WEB_PAGE)
def web_page_and_song_in_one() -> bytes:
    return b"<html><script>alert(1)</script>" + sounds.mp3()
