"""What holds for the whole repository, and no room alone can see."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from libitum.catalog.services.slugs import RESERVED

ROOT = Path(__file__).resolve().parent.parent
# Where packages are fetched from, and places that exist on one machine only; in parts, or this file would find itself.
REGISTRIES = [".".join(parts) for parts in (
    ("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"), ("deb", "debian", "org"),
    ("packages", "debian", "org"), ("security", "debian", "org"),
)]  # fmt: skip
PLACES = ["/" + "/".join(parts) for parts in (("work", "main"), ("work", "shared"), ("root", ".pyenv"))]
TEXT = {
    ".py",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".html",
    ".css",
    ".js",
    ".svg",
    ".json",
    ".tsv",
    ".csv",
    ".po",
    ".yml",
    "",
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        if path.suffix in TEXT and path.name != "LICENSE":
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_no_file_names_a_package_registry_or_a_place_on_one_machine() -> None:
    found = [(name, word) for name, text in texts() for word in (*REGISTRIES, *PLACES) if word in text]
    assert found == []


@pytest.mark.parametrize("name", ["base", "telemetry", "dev", "bench"])
def test_every_locked_package_has_a_version_and_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    entries = re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip())
    assert len(entries) > 10
    for entry in entries:
        assert re.match(r"[a-z0-9][a-z0-9._\[\],-]*==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_what_is_locked_for_an_instance_is_what_is_tested() -> None:
    def versions(name: str) -> dict[str, str]:
        lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
        return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", "\n".join(lines), re.MULTILINE))

    base, dev = versions("base"), versions("dev")
    assert {name: dev.get(name) for name in base} == base


def test_what_is_installed_fits_together() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def first_parts(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """The first part of every address of the site's own."""
    for entry in patterns:
        route = before + str(entry.pattern)
        first = route.lstrip("^").split("/")[0].rstrip("$")
        if "/" in route or (isinstance(entry, URLPattern) and first):
            if first and "<" not in first:
                yield first.replace("\\", "")
            continue
        if isinstance(entry, URLResolver):
            yield from first_parts(entry.url_patterns, route)


def test_no_artist_can_take_an_address_of_the_sites_own() -> None:
    taken = set(first_parts(get_resolver().url_patterns))
    assert {"search", "upload", "settings", "api", "media", "accounts", "healthz", "readyz"} <= taken
    # A slug has neither dots nor capitals, so only what looks like one can collide.
    assert {part for part in taken if re.fullmatch(r"[-\w]+", part)} - RESERVED == set()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def application() -> list[Path]:
    inside = [path for path in tracked() if path.suffix == ".py" and path.is_relative_to(ROOT / "libitum")]
    return [path for path in inside if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)]


def code_lines(path: Path) -> int:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def test_files_and_functions_stay_small_enough_to_read() -> None:
    files = [code_lines(path) for path in application()]
    assert median(files) <= 60
    assert quantiles(files, n=20)[-1] <= 250
    lengths = [(length, path.name, name) for path in application() for name, length in functions(path)]
    assert quantiles([length for length, *_ in lengths], n=20)[-1] <= 40
    assert [entry for entry in lengths if entry[0] > 80] == []


def test_views_are_thin() -> None:
    views = [path for path in application() if "views" in path.relative_to(ROOT).parts or path.name == "views.py"]
    assert views
    long = [(path.name, name, length) for path in views for name, length in functions(path) if length > 25]
    assert long == []


def test_the_licence_is_the_text_of_the_free_software_foundation() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="ascii")
    assert text.startswith("                    GNU AFFERO GENERAL PUBLIC LICENSE\n")
    assert len(text) == 34_523


def test_what_runs_from_a_shell_can_be_run() -> None:
    for name in (".ci/run", "tools/setup", "tools/lock"):
        assert (ROOT / name).stat().st_mode & 0o111, name


def test_documents_lead_to_files_that_exist() -> None:
    links = [
        (path, target)
        for path in tracked()
        if path.suffix == ".md"
        # What begins with a slash is an address of the site, in the texts of the terms.
        for target in re.findall(r"\]\((?!/)([^)#:]+)\)", path.read_text(encoding="utf-8"))
    ]
    assert [(path.name, target) for path, target in links if not (path.parent / target).exists()] == []
