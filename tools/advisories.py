"""A copy of a list of known weaknesses on this machine: PyPA's, or any in OSV's form (ossf.github.io/osv-schema)."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import InvalidVersion, Version

ECOSYSTEM = "PyPI"
FORMS = {".yaml", ".yml", ".json"}
EVENTS = ("introduced", "fixed", "last_affected")
# The parser in C where there is one: thousands of files take a minute without.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Known:
    """`affected`: for each package, the weakness's name with OSV's `affected`. `newest`: when the list last changed."""

    affected: Mapping[NormalizedName, list[tuple[str, Mapping[str, Any]]]]
    count: int
    newest: str

    def weaknesses_of(self, package: str, version: Version) -> list[dict[str, Any]]:
        """In pip-audit's form: `id`, and `fix_versions` in which it is gone."""
        return [
            {"id": name, "fix_versions": sorted({written for kind, written in events_of(said) if kind == "fixed"})}
            for name, said in self.affected.get(canonicalize_name(package), [])
            if is_affected(version, said)
        ]


def read_known(folder: Path) -> Known:
    """Raises SystemExit with a sentence where the folder holds no such list, which would find nothing in anything."""
    found = [advisory for path in sorted(folder.rglob("*")) if path.suffix in FORMS and (advisory := parsed(path))]
    if not found:
        raise SystemExit(f"{folder} holds no list of weaknesses.")
    affected = defaultdict(list)
    for advisory in found:
        for said in advisory["affected"]:
            package = said.get("package", {})
            if package.get("ecosystem") == ECOSYSTEM and "withdrawn" not in advisory:
                affected[canonicalize_name(package["name"])].append((advisory["id"], said))
    return Known(affected, len(found), max(str(advisory["modified"]) for advisory in found)[:10])


def parsed(path: Path) -> dict[str, Any] | None:
    """An advisory; None for any other file that lies beside them."""
    text = path.read_text(encoding="utf-8")
    value = json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader)  # noqa: S506 - both are safe loaders
    return value if isinstance(value, dict) and {"id", "modified", "affected"} <= value.keys() else None


def is_affected(version: Version, said: Mapping[str, Any]) -> bool:
    """OSV's own rule: named one by one, or between what introduced and what mended it."""
    if any(version == read_version(named) for named in said.get("versions", ())):
        return True
    return any(is_within(version, span) for span in spans_of(said))


def is_within(version: Version, span: Mapping[str, Any]) -> bool:
    inside = False
    for kind, written in sorted(events_in(span), key=lambda event: read_version(event[1])):
        at = read_version(written)
        if kind == "introduced":
            inside = inside or version >= at
        elif version > at or (version == at and kind == "fixed"):
            inside = False
    return inside


def spans_of(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [span for span in said.get("ranges", ()) if span.get("type") == "ECOSYSTEM"]


def events_in(span: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(kind, str(event[kind])) for event in span["events"] for kind in EVENTS if kind in event]


def events_of(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return (event for span in spans_of(said) for event in events_in(span))


def read_version(written: object) -> Version:
    """What is no version (PEP 440) stands before all others, as OSV's "0" does."""
    try:
        return Version(str(written))
    except InvalidVersion:
        return Version("0")
