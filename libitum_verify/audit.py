"""Read the whole log again: every entry, every tile, every schema. What the right edge alone can't show."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from . import canonical, merkle
from .canonical import Json
from .checkpoint import Checkpoint
from .schema import Check, compile_schema
from .tiles import WIDTH, Fetch, TiledTree, hash_tile, width_in
from .verdict import Reason, Refused

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
Progress = Callable[[int], None]


@dataclass(slots=True)
class Report:
    """`types`: how many entries of each type."""

    checkpoint: Checkpoint
    entries: int = 0
    bytes: int = 0
    types: dict[str, int] = field(default_factory=dict)


class Schemas:
    """Schemas as the log itself published them, each checked against the hash in its entry."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.checks: dict[tuple[str, int], Check] = {}

    def register(self, entry: dict[str, Json]) -> None:
        digest, name, version = str(entry.get("sha256")), str(entry.get("name")), entry.get("version")
        if not SHA256.fullmatch(digest):  # it becomes a part of a path
            raise Refused(Reason.BAD_ENTRY, f"The schema of {name} has no SHA-256.")
        data = self.fetch(f"files/{digest}")
        if hashlib.sha256(data).hexdigest() != digest or not isinstance(version, int):
            raise Refused(Reason.BAD_ENTRY, f"The schema of {name} is not the one the log names.")
        if (name, version) in self.checks:
            raise Refused(Reason.BAD_ENTRY, f"The schema of {name} {version} was published twice.")
        self.checks[name, version] = compile_schema(canonical.parse(data))

    def check(self, index: int, entry: dict[str, Json]) -> str:
        name, version = entry.get("type"), entry.get("v")
        if not isinstance(name, str) or not isinstance(version, int):
            raise Refused(Reason.BAD_ENTRY, f"Entry {index} does not say its type.")
        if name == "schema.publish":
            self.register(entry)
        check = self.checks.get((name, version))
        if check is None:
            raise Refused(
                Reason.BAD_ENTRY, f"Entry {index} is of type {name} {version}, which has no schema before it."
            )
        if not check(entry):
            raise Refused(Reason.BAD_ENTRY, f"Entry {index} does not fit the schema of {name} {version}.")
        return name


def audit(checkpoint: Checkpoint, fetch: Fetch, progress: Progress | None = None) -> Report:
    """Raises Refused at the first thing that is wrong."""
    tree = TiledTree(checkpoint.size, fetch)
    report, schemas = Report(checkpoint), Schemas(fetch)
    hashes = [value for row in audit_entries(tree, report, schemas, progress) for value in row]
    level = 0
    while hashes:
        hashes = audit_level(tree, level, hashes)
        level += 1
    if tree.root() != checkpoint.root:
        raise Refused(Reason.BAD_TILE, "The entries do not give the root that the log signed.")
    return report


def audit_entries(
    tree: TiledTree, report: Report, schemas: Schemas, progress: Progress | None
) -> Iterator[list[bytes]]:
    """The leaf hashes, bundle by bundle."""
    for number in range((tree.size + WIDTH - 1) // WIDTH):
        bundle = tree.bundle(number)
        for offset, data in enumerate(bundle):
            name = schemas.check(number * WIDTH + offset, canonical.parse(data))
            report.types[name] = report.types.get(name, 0) + 1
            report.bytes += len(data)
        report.entries += len(bundle)
        if progress is not None:
            progress(report.entries)
        yield [merkle.leaf_hash(data) for data in bundle]


def audit_level(tree: TiledTree, level: int, hashes: list[bytes]) -> list[bytes]:
    """Compare one level of tiles with what it must hold; return the hashes of the level above."""
    above = []
    for number in range((len(hashes) + WIDTH - 1) // WIDTH):
        row = hashes[number * WIDTH : (number + 1) * WIDTH]
        if len(row) != width_in(tree.size, level, number) or tree.read_tile(level, number) != tuple(row):
            raise Refused(Reason.BAD_TILE, f"Tile {level}/{number} does not hold what lies below it.")
        if len(row) == WIDTH:
            above.append(hash_tile(row))
    return above
