"""What reads proofs, receipts and logs of strangers: proved or refused, never anything else."""

import tempfile
from contextlib import suppress
from pathlib import Path

from libitum_verify import canonical, ed25519
from libitum_verify.audit import audit
from libitum_verify.checkpoint import Checkpoint
from libitum_verify.manifest import AbsenceProof, PresenceProof, manifest_in, split_manifest
from libitum_verify.note import VerifierKey, split_note
from libitum_verify.proof import InclusionProof
from libitum_verify.receipt import open_receipt
from libitum_verify.rights.bundle import check_bundle, open_bundle
from libitum_verify.rights.cose import parse_key
from libitum_verify.rights.disclosure import audit_decisions
from libitum_verify.rights.receipt import check_receipt, is_decision
from libitum_verify.rights.signing import Assertion, check_assertion
from libitum_verify.schema import compile_schema
from libitum_verify.tiles import bundle_path, decode_bundle, encode_bundle
from libitum_verify.verdict import Reason, Refused

from .bytes_to import Feed

FOLDER = Path(tempfile.mkdtemp(prefix="libitum-fuzz-"))
# Of RFC 8032, section 7.1, test 1: public to everybody.
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
KEY = VerifierKey("example.org/log", PUBLIC)


def notes(data: bytes) -> None:
    """What is taken is written back to the same bytes: one text for one value."""
    with suppress(Refused):
        text, signatures = split_note(data)
        assert (text + "\n" + "".join(each.line() for each in signatures)).encode() == data
    with suppress(Refused):
        text = data.decode("utf-8", "replace")
        assert Checkpoint.parse(text).text() == "".join(f"{line}\n" for line in text.split("\n")[:3])
    with suppress(Refused):
        text = data.decode("utf-8", "replace")
        assert str(VerifierKey.parse(text)) == text.strip()
    with suppress(Refused):
        open_receipt(data, [KEY], KEY.name)


def proofs(data: bytes) -> None:
    with suppress(Refused):
        proof = InclusionProof.parse(data)
        assert InclusionProof.parse(proof.text()) == proof
        proof.check(proof.extra, [KEY], KEY.name)
    for kind in (AbsenceProof, PresenceProof):
        with suppress(Refused):
            about = kind.parse(data)
            assert kind.parse(about.text()) == about
            about.check(about.root, about.size)
    with suppress(Refused):
        assert b"".join(split_manifest(data)) == data


def entries(data: bytes) -> None:
    with suppress(Refused):
        value = canonical.parse(data)
        assert canonical.canonical(value) == data
        with suppress(Refused):
            manifest_in(value)
        with suppress(Refused):
            compile_schema(value)({})
    feed = Feed(data)
    width = feed.number(256)
    with suppress(Refused):
        assert encode_bundle(decode_bundle(feed.rest(), width)) == feed.rest()


def receipts(data: bytes) -> None:
    is_decision(data)
    with suppress(Refused):
        check_receipt(data)
    with suppress(Refused):
        audit_decisions(data)


def passkeys(data: bytes) -> None:
    feed = Feed(data)
    key, client, told = feed.take(feed.number(300)), feed.take(feed.number(300)), feed.take(feed.number(100))
    with suppress(Refused):
        parse_key(key).verify(b"message", feed.rest())
    with suppress(Refused):
        assertion = Assertion(told, client, feed.rest())
        check_assertion(assertion, body=b"{}", public_key=key, origin="https://music.example.org")
    ed25519.verify(data[:32], data[96:], data[32:96])


def bundles(data: bytes) -> None:
    """A folder as somebody hands it on."""
    names = ("index.json", "vkey", "checkpoint", "log/0.tlog-proof", "receipts/a.json", "terms/1.json")
    parts = data.split(b"\0\0", len(names) - 1)
    for place, name in enumerate(names):
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(parts[place] if place < len(parts) else b"")
    with suppress(Refused):
        check_bundle(open_bundle(FOLDER))


def logs(data: bytes) -> None:
    """A log whose one bundle of entries holds whatever it likes."""
    files = {bundle_path(0, 1): data}

    def fetch(path: str) -> bytes:
        if path not in files:
            raise Refused(Reason.MISSING, path)
        return files[path]

    with suppress(Refused):
        audit(Checkpoint(KEY.name, 1, bytes(32)), fetch)
