"""Where a fuzzer begins: one or a few sound inputs for each target, and those with which it once found something."""

import json
import struct

from libitum_verify.manifest import HEADER, PRESENCE_HEADER

from .proofs import KEY

ZEROS = "A" * 43 + "="
NOTE = f"example.org/log\n1\n{ZEROS}\n\n— example.org/log {'A' * 91}=\n"
PROOF = f"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n{ZEROS}\n\n{NOTE}"
TITLE = b"TIT2\0\0\0\x05\0\0\x03Dusk"
ID3 = b"ID3\x04\0\0\0\0\0\x0f" + TITLE


def chunk(name: bytes, body: bytes, order: str = "<") -> bytes:
    return name + struct.pack(f"{order}I", len(body)) + body


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", 8 + len(body)) + kind + body


def canonical(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


FORMAT = struct.pack("<HHIIHH", 1, 2, 48000, 192000, 4, 16)
WAV = chunk(b"RIFF", b"WAVE" + chunk(b"fmt ", FORMAT) + chunk(b"data", bytes(8)))
COMMON = struct.pack(">hIh", 2, 2, 16) + b"\x40\x0e\xbb\x80" + bytes(6)
AIFF = chunk(b"FORM", b"AIFF" + chunk(b"COMM", COMMON, ">") + chunk(b"SSND", bytes(16), ">"), ">")
STREAM_INFO = struct.pack(">HH", 4096, 4096) + bytes(6) + (48000 << 44 | 15 << 36 | 9).to_bytes(8, "big") + bytes(16)
FLAC = b"fLaC\x80\0\0\x22" + STREAM_INFO
OGG = struct.pack("<4sBBqIIIB", b"OggS", 0, 2, 0, 1, 0, 0, 1) + b"\x13OpusHead\x01\x02" + bytes(9)
MP3 = ID3 + (b"\xff\xfb\x90\x00" + bytes(413)) * 3
ADTS = b"\xff\xf1\x50\x80\x01\x3f\xfc\0\0" * 3
DURATION, HANDLER = bytes(12) + struct.pack(">III", 48000, 96000, 0), bytes(8) + b"soun" + bytes(12)
SOUND = box(b"trak", box(b"mdia", box(b"mdhd", DURATION), box(b"hdlr", HANDLER)))
MP4 = box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", SOUND) + box(b"mdat", bytes(4))
SOUNDS = (WAV, AIFF, FLAC, OGG, MP3, ADTS, MP4)

NAMES = "file,title,release,position,date,genre,tags,language,licence,explicit,credits"
CELLS = '01.flac,Dusk,Evening,1/9,2026-05-04,folk,"a; b",it,CC BY 4.0,no,composer:Ada'
TABLE = f"{NAMES}\n{CELLS}\n"
VOCABULARY = {"version": 1, "sha256": ""}
DISCLOSURE = {"type": "disclosure", "v": 1, "vkey": str(KEY), "works": [], "holders": {}, "vocabulary": VOCABULARY}
STATEMENT = {"v": 1, "text": "x", "holder": "h"}
RECEIPT = {"v": 1, "statement": STATEMENT, "sha256": "0" * 64, "signature": None}
INDEX = {"type": "bundle", "v": 1, "log": KEY.name, "works": [{"work": "w", "title": "Dusk"}]}
ENTRY = {"name": "a", "sha256": "0" * 64, "type": "schema.publish", "v": 1, "version": 1}
BATCH = {"manifest": {"root": "0" * 64, "size": 3}, "type": "use.batch"}
# Found: a type that is none, a pattern that is none, a list of purposes that isn't there, a path for a hash.
ODD_SCHEMAS = ({"type": "schh"}, {"pattern": "("}, {"items": {"type": 3}})
ELSEWHERE = {**ENTRY, "sha256": "../../../dev/zero"}
ES256 = bytes.fromhex("a5010203262001215820") + bytes(32) + bytes.fromhex("225820") + bytes(32)
EDDSA = bytes.fromhex("a4010103272006215820") + bytes(32)

TUS_CREATE = ("POST", "10", "filename ZHVzay53YXY=,title RHVzaw==,key", "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "0")
TUS_SEND = ("PATCH", "", "", "md5 1B2M2Y8AsgTpgAmY7PhCfg==", "5", "", "10", "1.0.0")
FRAMEHASH = "".join(f"#{line}\n" for line in ("media_type 0: audio", "codec_id 0: flac", "sample_rate 0: 48000"))
SIZE = struct.pack(">Q", 1024)

SEEDS: dict[str, tuple[bytes, ...]] = {
    "tus_headers": ("\0".join((*TUS_CREATE, "PATCH", "10", "1.0.0")).encode(), "\0".join(TUS_SEND).encode()),
    "page_of_uploads": (b"20", b"100", b"0099999"),
    "ranges": (SIZE + b"bytes=0-99", SIZE + b"bytes=-7, 1000-", SIZE + b"bytes = 0-1 , 2-3"),
    "containers": SOUNDS,
    "tags": tuple(bytes([kind]) + sound for kind in range(9) for sound in SOUNDS),
    "framehash": (
        b"#media_type 0: audio\n#codec_id 0: flac\n#sample_rate 0: 48000\n#channel_layout_name 0: 5.1(side)\n",
    ),
    "playlists": (bytes(range(64)), bytes(200), b"\x01" * 90),
    "tables": (
        TABLE.encode(),
        TABLE.replace(",", ";").encode("utf-16"),
        b"sep=;\nfile;title;publish_at\na;b;2026-05-04 18:00+02:00\n",
    ),
    "addresses": (
        b"1777777777000000-aaaaaaaaaaaaaaaa\x00203.0.113.9, 127.0.0.1",
        b"1.aaaaaaaaaaaaaaaa.t0zzzz." + b"a" * 43,
        b"640\0[2001:db8::1]:80",
    ),
    "texts": (
        "\u0300\0\u0348: these two stood apart".encode(),
        "Éléphant, dusk\r\n\u202e(live)".encode(),
        b"Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    ),
    "log_lines": (
        b"GET /s/aaaa?x=1 from 203.0.113.9:80 Bearer abcdefghij secret=a/b+c",
        b"s3://name:secret@host/bucket",
    ),
    "notes": (NOTE.encode(), str(KEY).encode(), f"example.org/log\n0\n{ZEROS}\n".encode()),
    "proofs": (
        PROOF.encode(),
        f"{HEADER}\nmanifest {ZEROS} 1\ncommitment {ZEROS}\nindex 0\nleft -\nright -\n".encode(),
        f"{PRESENCE_HEADER}\nmanifest {ZEROS} 1\ncommitment {ZEROS}\nindex 0\n".encode(),
        bytes(32) + b"\x01" * 32,
    ),
    "entries": (canonical(BATCH), b"\x01\0\x02{}", canonical(ENTRY), *map(canonical, ODD_SCHEMAS)),
    "receipts": (canonical(DISCLOSURE), canonical(RECEIPT), canonical(DISCLOSURE | {"vocabulary": {"version": 0}})),
    "passkeys": (
        struct.pack(">H", len(ES256)) + ES256 + b"\0\x02{}" + bytes(8),
        struct.pack(">H", len(EDDSA)) + EDDSA + bytes(90),
    ),
    "bundles": (
        b"\0\0".join([canonical(INDEX), str(KEY).encode(), NOTE.encode(), PROOF.encode(), b"{}", b"{}"]),
        b"\0\0".join([canonical(INDEX), b"\xff"]),
        b"\0\0".join([canonical(INDEX | {"works": [1]}), str(KEY).encode()]),
    ),
    "logs": (*(struct.pack(">H", len(data)) + data for data in map(canonical, (ENTRY, ELSEWHERE))), b"\0\x02{}"),
}
