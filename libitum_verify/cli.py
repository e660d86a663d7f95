"""`libitum-verify`: verdicts in sentences; exit code 0 proved, 1 refused, 2 the question was put wrongly."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import canonical
from .audit import audit
from .checkpoint import Checkpoint, open_checkpoint
from .manifest import AbsenceProof, PresenceProof, manifest_in, split_manifest
from .note import VerifierKey
from .pin import check_continues, check_pin
from .proof import InclusionProof
from .receipt import open_receipt
from .source import from_address, from_folder
from .tiles import Fetch, proved_tree
from .verdict import Reason, Refused

PROVED, REFUSED, WRONG_QUESTION = 0, 1, 2


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="libitum-verify", description=__doc__)
    top.add_argument("--json", action="store_true", help="print the verdict as JSON")
    commands = top.add_subparsers(dest="command", required=True)
    for name, text in COMMANDS.items():
        command = commands.add_parser(name, help=text[0])
        source = command.add_mutually_exclusive_group(required=name not in NEED_NO_LOG)
        source.add_argument("--log", metavar="ADDRESS", help="the log's address, such as https://music.example/log")
        source.add_argument("--mirror", metavar="FOLDER", type=Path, help="a folder with a copy of the log")
        command.add_argument(
            "--key", metavar="VKEY", action="append", help="verifier key, or @FILE (default: the log's own)"
        )
        command.add_argument("--origin", help="the log's name (default: that of the first key)")
        for flag, options in text[1].items():
            command.add_argument(flag, **options)
    return top


NEED_NO_LOG = ("inclusion", "absence", "presence", "receipt", "bundle", "audit")
COMMANDS: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
    "checkpoint": (
        "the newest checkpoint is signed, and the tiles give its root",
        {"--pin": {"type": Path, "help": "keep the checkpoint in this file and demand that later ones continue it"}},
    ),
    "inclusion": (
        "an entry stands in the log, by a .tlog-proof file",
        {"proof": {"type": Path}, "--entry": {"type": Path, "help": "the entry (default: the one in the proof)"}},
    ),
    "consistency": (
        "the log continues an older checkpoint",
        {"old": {"type": Path, "help": "the older checkpoint, a file"}},
    ),
    "receipt": (
        "of a decision: who signed it, where it is logged, its text; of an upload: the log continues its checkpoint",
        {"receipt": {"type": Path, "help": "the receipt as the site gives it (JSON), or the checkpoint from its page"}},
    ),
    "absence": (
        "a work is not in a declared manifest",
        {
            "proof": {"type": Path},
            "--entry": {"type": Path, "required": True, "help": "the .tlog-proof of the manifest's own entry"},
            "--manifest": {"type": Path, "help": "the whole manifest, to check that it is sorted and complete"},
        },
    ),
    "presence": (
        "a work is in a declared manifest",
        {
            "proof": {"type": Path},
            "--entry": {"type": Path, "required": True, "help": "the .tlog-proof of the manifest's own entry"},
        },
    ),
    "bundle": (
        "everything in a bundle's folder; with a log at hand also that no list is left out",
        {"folder": {"type": Path}},
    ),
    "audit": (
        "every entry, tile and schema, read again from the first to the last; or every decision that was disclosed",
        {"--disclosure": {"type": Path, "help": "facts and decisions as `libitum audit-export` writes them"}},
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        result = RUN[options.command](options)
    except Refused as refused:
        say(options, {"verdict": "refused", "reason": str(refused.reason), "sentence": refused.sentence})
        return REFUSED
    except OSError as error:
        say(options, {"verdict": "error", "sentence": str(error)})
        return WRONG_QUESTION
    say(options, {"verdict": "proved", **result})
    return PROVED


def say(options: argparse.Namespace, result: dict[str, object]) -> None:
    if options.json:
        print(json.dumps(result, ensure_ascii=False))  # noqa: T201 - a command line prints
        return
    for name, value in result.items():
        print(f"{name}: {value}")  # noqa: T201 - a command line prints


def source_of(options: argparse.Namespace) -> Fetch:
    if options.mirror is not None:
        return from_folder(options.mirror)
    if options.log is not None:
        return from_address(options.log)
    raise Refused(Reason.MISSING, "Say where the log is: --log or --mirror.")


def keys_of(options: argparse.Namespace) -> list[VerifierKey]:
    """The keys given; without one the log's own, which proves no more than that the log agrees with itself."""
    if options.key:
        texts = [Path(k[1:]).read_text(encoding="utf-8") if k.startswith("@") else k for k in options.key]
    else:
        texts = [source_of(options)("vkey").decode("utf-8", "replace")]
    return [VerifierKey.parse(line) for text in texts for line in text.splitlines() if line.strip()]


def origin_of(options: argparse.Namespace, keys: list[VerifierKey]) -> str:
    return str(options.origin or keys[0].name)


def newest(options: argparse.Namespace) -> tuple[Checkpoint, Fetch]:
    fetch, keys = source_of(options), keys_of(options)
    return open_checkpoint(fetch("checkpoint"), keys, origin_of(options, keys)), fetch


def describe(checkpoint: Checkpoint) -> dict[str, object]:
    return {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()}


def run_checkpoint(options: argparse.Namespace) -> dict[str, object]:
    checkpoint, fetch = newest(options)
    proved_tree(checkpoint, fetch)
    if options.pin is not None:
        keys = keys_of(options)
        check_pin(options.pin, fetch("checkpoint"), keys, origin_of(options, keys), fetch)
    return describe(checkpoint)


def run_inclusion(options: argparse.Namespace) -> dict[str, object]:
    keys = keys_of(options)
    proof = InclusionProof.parse(options.proof.read_bytes())
    entry = options.entry.read_bytes() if options.entry else proof.extra
    checkpoint = proof.check(entry, keys, origin_of(options, keys))
    return {**describe(checkpoint), "index": proof.index, "entry": entry.decode("utf-8", "replace")}


def run_consistency(options: argparse.Namespace) -> dict[str, object]:
    checkpoint, fetch = newest(options)
    keys = keys_of(options)
    old = open_checkpoint(options.old.read_bytes(), keys, origin_of(options, keys))
    check_continues(old, checkpoint, fetch)
    return {**describe(checkpoint), "continues": old.size}


def run_receipt(options: argparse.Namespace) -> dict[str, object]:
    from .rights.receipt import is_decision  # noqa: PLC0415 - the rights' part is read only where it is needed

    data = options.receipt.read_bytes()
    return decision_receipt(options, data) if is_decision(data) else upload_receipt(options, data)


def upload_receipt(options: argparse.Namespace, data: bytes) -> dict[str, object]:
    checkpoint, fetch = newest(options)
    keys = keys_of(options)
    old = open_receipt(data, keys, origin_of(options, keys))
    check_continues(old, checkpoint, fetch)
    return {**describe(checkpoint), "continues": old.size}


def decision_receipt(options: argparse.Namespace, data: bytes) -> dict[str, object]:
    """By itself; with a log at hand also that this log continues the checkpoint in the receipt."""
    from .rights.receipt import check_receipt  # noqa: PLC0415 - as above

    at_hand = is_at_hand(options)
    found = check_receipt(data, keys_of(options) if options.key or at_hand else [])
    if at_hand and found.checkpoint is not None:
        checkpoint, fetch = newest(options)
        check_continues(found.checkpoint, checkpoint, fetch)
    log_key = "the one given" if options.key else "the log's own" if at_hand else "the one in the receipt"
    return {
        "statement": found.sha256,
        "holder": found.statement["holder"],
        "signed": "by a passkey that knew its person" if found.signed else "not signed: refusing needs no key",
        "logged": found.time or "not shown",
        **({"log_key": log_key} if found.logged else {}),
        **({"missing": "; ".join(found.missing)} if found.missing else {}),
        "text": found.text if options.json else f"\n\n{found.text}",
    }


def proved_manifest(options: argparse.Namespace) -> tuple[Checkpoint, bytes, int]:
    """Root and size of the manifest that the entry names, and the checkpoint in which that entry stands."""
    keys = keys_of(options)
    entry_proof = InclusionProof.parse(options.entry.read_bytes())
    checkpoint = entry_proof.check(entry_proof.extra, keys, origin_of(options, keys))
    return checkpoint, *manifest_in(canonical.parse(entry_proof.extra))


def run_presence(options: argparse.Namespace) -> dict[str, object]:
    checkpoint, root, size = proved_manifest(options)
    proof = PresenceProof.parse(options.proof.read_bytes())
    proof.check(root, size)
    return {**describe(checkpoint), "commitment": proof.commitment.hex(), "index": proof.index, "present_among": size}


def run_absence(options: argparse.Namespace) -> dict[str, object]:
    checkpoint, root, size = proved_manifest(options)
    proof = AbsenceProof.parse(options.proof.read_bytes())
    proof.check(root, size)
    if options.manifest is not None:
        check_whole(options.manifest.read_bytes(), proof)
    return {**describe(checkpoint), "commitment": proof.commitment.hex(), "absent_among": size}


def check_whole(data: bytes, proof: AbsenceProof) -> None:
    from .manifest import ManifestTree  # noqa: PLC0415 - only for whole manifests

    commitments = split_manifest(data)
    if len(commitments) != proof.size or ManifestTree(commitments).root() != proof.root:
        raise Refused(Reason.BAD_MANIFEST, "The file is not the manifest that the log names.")


def run_bundle(options: argparse.Namespace) -> dict[str, object]:
    from .rights.bundle import check_bundle, lists_missing, open_bundle, text_of  # noqa: PLC0415 - as above

    at_hand = is_at_hand(options)
    bundle = open_bundle(options.folder, keys_of(options) if options.key or at_hand else ())
    verdicts = check_bundle(bundle)
    missing = list(lists_missing(bundle, *newest(options))) if at_hand else None
    lines = [text_of(verdict) for verdict in verdicts]
    if not options.json:
        print("\n".join(lines))  # noqa: T201 - a command line prints
    refused = [line for line, verdict in zip(lines, verdicts, strict=True) if not verdict.proved]
    if refused:
        raise Refused(Reason.BAD_BUNDLE, f"{len(refused)} of {len(lines)} checks were refused, the first: {refused[0]}")
    if missing:
        raise Refused(Reason.MISSING, f"The bundle says nothing of the lists of these entries: {missing}.")
    said = "every list of the log up to this checkpoint is in it" if at_hand else "not asked: name the log with --log"
    key = "the one given" if options.key else "the log's own" if at_hand else "the one in the folder"
    return {
        **describe(bundle.checkpoint),
        "log_key": key,
        "checks": len(lines),
        "complete": said,
        **({"verdicts": lines} if options.json else {}),
    }


def is_at_hand(options: argparse.Namespace) -> bool:
    return options.log is not None or options.mirror is not None


def run_disclosure(options: argparse.Namespace) -> dict[str, object]:
    from .rights.disclosure import audit_decisions  # noqa: PLC0415 - as above

    at_hand = is_at_hand(options)
    keys = keys_of(options) if options.key or at_hand else ()
    report = audit_decisions(options.disclosure.read_bytes(), keys, source_of(options) if at_hand else None)
    return report.told()


def run_audit(options: argparse.Namespace) -> dict[str, object]:
    if options.disclosure is not None:
        return run_disclosure(options)
    checkpoint, fetch = newest(options)
    report = audit(checkpoint, fetch)
    return {**describe(checkpoint), "entries": report.entries, "bytes": report.bytes, "types": report.types}


RUN = {
    "checkpoint": run_checkpoint,
    "inclusion": run_inclusion,
    "consistency": run_consistency,
    "receipt": run_receipt,
    "absence": run_absence,
    "presence": run_presence,
    "bundle": run_bundle,
    "audit": run_audit,
}

if __name__ == "__main__":
    sys.exit(main())
