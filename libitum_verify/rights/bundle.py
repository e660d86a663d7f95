"""A folder with all that an artist has to prove (docs/log/bundle.md), checked by itself, every file of it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from libitum_verify.canonical import Json, parse
from libitum_verify.checkpoint import Checkpoint, open_checkpoint
from libitum_verify.manifest import AbsenceProof, ManifestTree, PresenceProof, manifest_in, split_manifest
from libitum_verify.note import VerifierKey
from libitum_verify.pin import check_continues
from libitum_verify.proof import InclusionProof
from libitum_verify.tiles import Fetch, TiledTree
from libitum_verify.verdict import Reason, Refused

from .receipt import check_receipt

INDEX, LARGEST = "index.json", 256 * 1024 * 1024
LISTING = ("use.batch", "model.manifest")
Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`about`: a file of the folder, or a work by its title."""

    about: str
    proved: bool
    sentence: str


@dataclass(slots=True)
class Bundle:
    """`entries`: by index, those proved so far. `used`: files that a check has looked at."""

    folder: Path
    keys: Sequence[VerifierKey]
    index: Value
    checkpoint: Checkpoint
    entries: dict[int, dict[str, Json]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def read(self, name: str) -> bytes:
        self.used.add(name)
        path = self.folder / name
        if not path.is_file() or path.is_symlink():
            raise Refused(Reason.MISSING, f"{name} is missing.")
        if path.stat().st_size > LARGEST:
            raise Refused(Reason.BAD_BUNDLE, f"{name} is larger than anything a bundle holds.")
        return path.read_bytes()

    def files(self, folder: str, ending: str) -> list[str]:
        return sorted(f"{folder}/{path.name}" for path in (self.folder / folder).glob(f"*{ending}"))

    def note(self, about: str, check: Callable[[], str]) -> None:
        """What a check says, or what it was refused for: one bad file doesn't keep the others from being checked."""
        try:
            self.verdicts.append(Verdict(about, True, check()))
        except Refused as refused:
            self.verdicts.append(Verdict(about, False, refused.sentence))
        except (KeyError, TypeError, ValueError) as error:
            self.verdicts.append(Verdict(about, False, f"It has not the form that it must have: {error}."))


def open_bundle(folder: Path, keys: Sequence[VerifierKey] = ()) -> Bundle:
    """Without keys of one's own, the log is held to the key in the folder. Raises Refused."""
    index = read_index(folder)
    own = (folder / "vkey").read_text(encoding="utf-8", errors="replace") if (folder / "vkey").is_file() else ""
    known = list(keys) or [VerifierKey.parse(line) for line in own.splitlines() if line.strip()]
    if not known:
        raise Refused(Reason.MISSING, "vkey is missing: say by which key the log signs.")
    bundle = Bundle(folder, known, index, Checkpoint(str(index["log"]), 0, b""))
    bundle.checkpoint = open_checkpoint(bundle.read("checkpoint"), known, str(index["log"]))
    bundle.used |= {INDEX, "vkey"}
    return bundle


def read_index(folder: Path) -> Value:
    try:
        value = json.loads((folder / INDEX).read_bytes())
    except FileNotFoundError:
        raise Refused(Reason.MISSING, f"{INDEX} is missing: this is no bundle.") from None
    except (ValueError, RecursionError):
        raise Refused(Reason.BAD_BUNDLE, f"{INDEX} can't be read.") from None
    known = isinstance(value, dict) and value.get("type") == "bundle" and value.get("v") == 1
    works = value.get("works") if known else None
    whole = isinstance(works, list) and all(isinstance(work, dict) for work in works)
    if not whole or not isinstance(value.get("log"), str):
        raise Refused(Reason.BAD_BUNDLE, f"{INDEX} is not that of a bundle of version 1.")
    return dict(value)


def check_bundle(bundle: Bundle) -> list[Verdict]:
    """A verdict on everything in the folder."""
    for name in bundle.files("log", ".tlog-proof"):
        bundle.note(name, lambda name=name: check_entry(bundle, name))  # type: ignore[misc]
    for work in bundle.index["works"]:
        bundle.note(f"“{work.get('title', '?')}”", lambda work=work: check_work(bundle, work))  # type: ignore[misc]
    for name in bundle.files("receipts", ".json"):
        bundle.note(name, lambda name=name: check_decision(bundle, name))  # type: ignore[misc]
    for folder, kind in (("purposes", "purposes.publish"), ("terms", "terms.publish")):
        for name in bundle.files(folder, ".json"):
            bundle.note(name, lambda name=name, kind=kind: check_published(bundle, name, kind))  # type: ignore[misc]
    for index, entry in sorted(bundle.entries.items()):
        if entry["type"] in LISTING and entry.get("manifest"):
            for work in bundle.index["works"]:
                about = f"“{work.get('title', '?')}” and the list of entry {index}"
                bundle.note(about, lambda entry=entry, work=work: check_list(bundle, entry, work))  # type: ignore[misc]
    return bundle.verdicts


def check_entry(bundle: Bundle, name: str) -> str:
    proof = InclusionProof.parse(bundle.read(name))
    proof.check(proof.extra, bundle.keys, bundle.checkpoint.origin)
    if Path(name).stem != str(proof.index):
        raise Refused(Reason.BAD_BUNDLE, f"It is about entry {proof.index}.")
    entry = parse(proof.extra)
    bundle.entries[proof.index] = entry
    return f"stands in the log since {entry.get('time')}: {entry.get('type')}"


def check_work(bundle: Bundle, work: Value) -> str:
    value = str(work["commitment"])
    registered = [
        entry for entry in bundle.entries.values() if entry["type"] == "work.register" and entry["work"] == work["work"]
    ]
    if not registered:
        raise Refused(Reason.MISSING, "No entry of the log in this folder fixes its value.")
    if any(entry["commitment"] != value for entry in registered):
        raise Refused(Reason.OTHER_ENTRY, "The log fixes another value for it.")
    since = min(str(entry["time"]) for entry in registered)
    key = str(work.get("key") or "")
    if not key:
        return f"its value in every list is fixed since {since} (its key is with its owner)"
    if hashlib.sha256(bytes.fromhex(key) + str(work["work"]).encode()).hexdigest() != value:
        raise Refused(Reason.OTHER_ENTRY, "Its value is not made of its key and its name in the log.")
    return f"its value in every list is fixed since {since}, and its key opens it"


def check_decision(bundle: Bundle, name: str) -> str:
    found = check_receipt(bundle.read(name), bundle.keys)
    text = name.replace("receipts/", "texts/").replace(".json", ".txt")
    if bundle.read(text).decode("utf-8", "replace").rstrip("\n") != found.text.rstrip("\n"):
        raise Refused(Reason.ALTERED, f"{text} is another text than the one that was decided on.")
    signed = "signed with a passkey" if found.signed else "a refusal, which needs no signature"
    logged = f"logged at {found.time}" if found.logged else "not in the log yet"
    return f"{signed}, {logged}" + (f"; missing: {'; '.join(found.missing)}" if found.missing else "")


def check_published(bundle: Bundle, name: str, kind: str) -> str:
    digest = hashlib.sha256(bundle.read(name)).hexdigest()
    for index, entry in sorted(bundle.entries.items()):
        if entry["type"] == kind and entry["sha256"] == digest:
            return f"published in entry {index} at {entry['time']}"
    raise Refused(Reason.OTHER_ENTRY, f"No {kind} in this folder names it.")


def check_list(bundle: Bundle, entry: Value, work: Value) -> str:
    root, size = manifest_in(entry)
    value = bytes.fromhex(str(work["commitment"]))
    digest = str(entry["manifest"]["sha256"])
    present = is_present(bundle, digest, value, root, size)
    return f"is {'' if present else 'NOT '}in it, among {size}: {entry['purpose']}, {entry['time']}"


def is_present(bundle: Bundle, digest: str, value: bytes, root: bytes, size: int) -> bool:
    """By the whole list, where it is in the folder, else by a proof for this work."""
    if (bundle.folder / "lists" / digest).is_file():
        return value in whole_list(bundle, digest, root, size)
    name = f"proofs/{digest}/{value.hex()}"
    if (bundle.folder / f"{name}.presence").is_file():
        proof: PresenceProof | AbsenceProof = PresenceProof.parse(bundle.read(f"{name}.presence"))
    else:
        proof = AbsenceProof.parse(bundle.read(f"{name}.absence"))
    if proof.commitment != value:
        raise Refused(Reason.BAD_PROOF, "The proof is about another work.")
    proof.check(root, size)
    return isinstance(proof, PresenceProof)


def whole_list(bundle: Bundle, digest: str, root: bytes, size: int) -> frozenset[bytes]:
    data = bundle.read(f"lists/{digest}")
    values = split_manifest(data)
    if hashlib.sha256(data).hexdigest() != digest or len(values) != size or ManifestTree(values).root() != root:
        raise Refused(Reason.BAD_MANIFEST, "The list is not the one that the log names.")
    return frozenset(values)


def lists_missing(bundle: Bundle, newest: Checkpoint, fetch: Fetch) -> Iterator[int]:
    """Entries of the log, up to the folder's checkpoint, that name a list of which the folder says nothing.

    Raises Refused where this log doesn't continue the folder's checkpoint.
    """
    check_continues(bundle.checkpoint, newest, fetch)
    tree = TiledTree(newest.size, fetch)
    for index in range(bundle.checkpoint.size):
        entry = parse(tree.entry(index))
        if entry.get("type") in LISTING and entry.get("manifest") and index not in bundle.entries:
            yield index


def text_of(verdict: Verdict) -> str:
    return f"{'proved ' if verdict.proved else 'REFUSED'} {verdict.about}: {verdict.sentence}"
