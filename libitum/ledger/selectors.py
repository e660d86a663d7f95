"""Every read of the log: entries, proofs, checkpoints."""

from dataclasses import dataclass

from libitum_verify.canonical import Json, parse
from libitum_verify.proof import InclusionProof

from .log import published_log
from .models import SignedCheckpoint


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    index: int
    data: bytes

    @property
    def value(self) -> dict[str, Json]:
        return parse(self.data)


def log_size() -> int:
    newest = published_log().newest()
    return newest.size if newest else 0


def newest_entries(before: int, count: int) -> list[LoggedEntry]:
    """The `count` entries below `before`, newest first, read from the published files."""
    log = published_log()
    tree = log.tree(log_size())
    end = min(before, tree.size)
    bundles = (
        {n: tree.bundle(n) for n in range(max(end - count, 0) // 256, (max(end, 1) - 1) // 256 + 1)} if end else {}
    )
    return [LoggedEntry(i, bundles[i // 256][i % 256]) for i in range(end - 1, max(end - count, 0) - 1, -1)]


def inclusion_proof(index: int) -> InclusionProof:
    """With the entry as its extra data, under the newest checkpoint; raises Refused outside the log."""
    log = published_log()
    note = (log.root / "checkpoint").read_bytes()
    tree = log.tree(log_size())
    return InclusionProof(index, tuple(tree.inclusion_proof(index)), note, tree.entry(index))


def checkpoints(limit: int = 100) -> list[SignedCheckpoint]:
    return list(SignedCheckpoint.objects.order_by("-signed_at", "-size")[:limit])
