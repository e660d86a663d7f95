"""What came of a run, kept only as long as its works allow it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.models import Output, Run


@dataclass(frozen=True, slots=True)
class Made:
    """A result: `content` is all of it in bytes, `sha256` stands for what is large. Of several works all must agree."""

    tracks: Sequence[Track]
    content: bytes = b""
    sha256: str = ""
    made_by: User | None = None

    @property
    def digest(self) -> str:
        return self.sha256 or hashlib.sha256(self.content).hexdigest()


Store = Callable[[Sequence[tuple[Made, Output]]], object]


def digest_of(made: Iterable[Made]) -> str:
    """SHA-256 over the sorted digests of the results, a line each."""
    lines = sorted(each.digest for each in made)
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def keep(run: Run, kind: str, made: Iterable[Made]) -> list[tuple[Made, Output]]:
    return [
        (
            each,
            Output.objects.create(
                run=run,
                track=each.tracks[0] if len(each.tracks) == 1 else None,
                kind=kind,
                sha256=each.digest,
                made_by=each.made_by,
            ),
        )
        for each in made
    ]


def forget_outputs(uids: Iterable[str]) -> int:
    """Say that these results are no longer kept; the room that held them removes them in the same transaction."""
    return Output.objects.filter(uid__in=list(uids), removed_at=None).update(removed_at=timezone.now())
