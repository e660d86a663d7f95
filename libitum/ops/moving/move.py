from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from libitum.common.sweeps import removals_rest
from libitum.media.selectors.objects import referred_objects
from libitum.media.stores import Store

from .journal import Journal, Proven
from .problems import MoveProblem

ORIGINALS = "originals/"
# Most of the time is spent waiting for the network.
AT_ONCE = 8
TELL_EVERY = 500
TRIES = 3


@dataclass
class Moved:
    """`copied`: by this run; `proven`: that and what earlier runs had done. `damaged`: originals that are no longer
    what was received. `missing`: what the database refers to and the source doesn't have either.
    """

    copied: int = 0
    proven: int = 0
    size: int = 0
    withdrawn: int = 0
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def move(source: Store, target: Store, journal: Journal, *, tell: Callable[[str], None]) -> Moved:
    """Copies every object and reads it back. The instance may go on working on the source; what it adds meanwhile is
    left for the next run. Raises MoveProblem and OSError; whatever is proven stays proven.
    """
    moved = Moved()
    with removals_rest(), TemporaryDirectory(prefix=".moving-", dir=settings.HOME) as folder:
        with journal.open() as lines:
            for row, fresh in prove_all(source, target, journal, Path(folder)):
                if fresh:
                    journal.add(lines, row)
                    moved.copied += 1
                count(moved, row)
                if moved.proven % TELL_EVERY == 0:
                    tell(f"{moved.proven} objects are there and proven …")
        moved.withdrawn = withdraw(source, target, journal)
    moved.missing = [name for name in referred_objects() if name not in journal.rows and source.size_of(name) is None]
    return moved


def count(moved: Moved, row: Proven) -> None:
    moved.proven += 1
    moved.size += row.size
    if row.name.startswith(ORIGINALS) and not row.name.endswith(row.sha256):
        moved.damaged.append(row.name)


def prove_all(source: Store, target: Store, journal: Journal, folder: Path) -> Iterator[tuple[Proven, bool]]:
    """A few at once, in order. What a run before has proven is only looked at."""
    names = source.names()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while some := list(islice(names, TELL_EVERY)):
            found = pool.map(partial(prove, source, target, journal, folder), some)
            yield from (each for each in found if each is not None)


def prove(source: Store, target: Store, journal: Journal, folder: Path, name: str) -> tuple[Proven, bool] | None:
    known = journal.rows.get(name)
    if known is not None and target.size_of(name) == known.size:
        return known, False
    try:
        sha256, size = source.sha256_of(name), source.size_of(name)
    except FileNotFoundError:
        return None  # removed since it was listed
    if size is None:
        return None
    for _each in range(TRIES):
        if target.size_of(name) == size and target.sha256_of(name) == sha256:
            return Proven(name, size, sha256), True
        copy(source, target, name, folder)
    raise MoveProblem(f"The store did not keep {name} as it is, {TRIES} times. Look at it, then run this again.")


def copy(source: Store, target: Store, name: str, folder: Path) -> None:
    with TemporaryDirectory(dir=folder) as own, source.local_file(name, Path(own)) as path:
        target.delete(name)
        target.put_file(path, name)


def withdraw(source: Store, target: Store, journal: Journal) -> int:
    """What was moved and then removed where the instance works: an erased work must not live on in the other store."""
    gone = [name for name in journal.rows if source.size_of(name) is None]
    for name in gone:
        target.delete(name)
        del journal.rows[name]
    with journal.open():
        pass
    return len(gone)


def remove_source(source: Store, target: Store, journal: Journal) -> int:
    """Takes away, one by one, what is proven to lie in the other store. Raises MoveProblem for what isn't."""
    names = list(source.names())
    for name in names:
        row = journal.rows.get(name)
        if row is None or target.size_of(name) != row.size:
            raise MoveProblem(f"{name} isn't proven to be in the other store. Nothing was removed: move first.")
    for name in names:
        source.delete(name)
    journal.forget()
    return len(names)
