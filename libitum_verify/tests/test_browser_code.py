"""The browser's own modules, run by Node's WebCrypto over the same logs."""

import os
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from libitum_verify.manifest import ManifestTree, prove_absence, prove_presence

from .logs import MadeLog, make_log

pytestmark = pytest.mark.own_database

MODULES = Path(__file__).parents[2] / "libitum/web/static/web/js/log"
SCRIPT = Path(__file__).parent / "browser_check.mjs"


class Page(NamedTuple):
    """What runs the page's modules: Node, and the folder they lie in."""

    node: str
    modules: str


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("CI must check the log with Node: install nodejs")
        pytest.skip("checked where Node is installed, as in CI, and in Chromium by tests/browser")
    # Node 18, Debian's own, takes a .js file for a module only where a package.json says so.
    folder = shutil.copytree(MODULES, tmp_path_factory.mktemp("log") / "modules")
    (folder / "package.json").write_text('{"type": "module"}')
    return Page(node, str(folder))


def check(page: Page, log: MadeLog, indexes: list[int], kept: Path | None = None) -> str:
    arguments = [page.node, str(SCRIPT), page.modules, str(log.folder), ",".join(map(str, indexes))]
    arguments += [str(kept)] if kept else []
    return subprocess.run(arguments, capture_output=True, text=True, check=False).stdout.strip()


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 65_537])
def test_proves_every_kind_of_entry(tmp_path: Path, page: Page, size: int) -> None:
    log = make_log(tmp_path / "log", size)
    indexes = sorted({0, size - 1, size // 2, size // 3})
    assert check(page, log, indexes) == f"proved {size}"


def test_refuses_what_was_changed(tmp_path: Path, page: Page) -> None:
    log = make_log(tmp_path / "log", 300)
    draw = random.Random(3)
    files = ["checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"]
    for _ in range(40):
        path = log.folder / draw.choice(files)
        before = path.read_bytes()
        at = draw.randrange(len(before))
        path.write_bytes(before[:at] + bytes([before[at] ^ 1 << draw.randrange(8)]) + before[at + 1 :])
        assert not check(page, log, [0, 299]).startswith("proved")
        path.write_bytes(before)


def test_demands_that_the_log_goes_on(tmp_path: Path, page: Page) -> None:
    log = make_log(tmp_path / "log", 700)
    shorter = make_log(tmp_path / "shorter", 300, log.private)
    assert check(page, log, [], shorter.folder / "checkpoint") == "proved 700"
    assert check(page, shorter, [], log.folder / "checkpoint") == "rollback"


ABSENCE = """
import { readFile } from "node:fs/promises";
import { webcrypto } from "node:crypto";
globalThis.crypto ??= webcrypto;
const { parseAbsence, checkAbsence } = await import(process.argv[1] + "/absence.js");
const text = await readFile(process.argv[2], "utf8");
const proof = parseAbsence(text);
const start = performance.now();
await checkAbsence(proof, proof.commitment, proof.root, Number(process.argv[3]));
console.log("absent", (performance.now() - start).toFixed(1));
"""


@pytest.mark.parametrize("size", [0, 1, 2, 257, 5000])
def test_absence(tmp_path: Path, page: Page, size: int) -> None:
    draw = random.Random(size)
    tree = ManifestTree(sorted(draw.randbytes(32) for _ in range(size)))
    path = tmp_path / "proof"
    path.write_bytes(prove_absence(draw.randbytes(32), tree).text())
    done = subprocess.run(
        [page.node, "--input-type=module", "-e", ABSENCE, page.modules, str(path), str(size)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.startswith("absent"), done.stderr


PRESENCE = """
import { readFile } from "node:fs/promises";
import { webcrypto } from "node:crypto";
globalThis.crypto ??= webcrypto;
const { parsePresence, checkPresence } = await import(process.argv[1] + "/presence.js");
const proof = parsePresence(await readFile(process.argv[2], "utf8"));
const root = Uint8Array.from(Buffer.from(process.argv[4], "hex"));
const { steps } = await checkPresence(proof, proof.commitment, root, Number(process.argv[3]));
console.log("present", steps.length, steps.length ? Buffer.from(steps.at(-1).hash).toString("hex") : "");
"""


def presence(page: Page, path: Path, tree: ManifestTree) -> str:
    done = subprocess.run(
        [page.node, "--input-type=module", "-e", PRESENCE, page.modules, str(path), str(len(tree.commitments)),
         tree.root().hex()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.parametrize("size", [1, 2, 257, 5000])
def test_presence(tmp_path: Path, page: Page, size: int) -> None:
    draw = random.Random(size)
    tree = ManifestTree(sorted(draw.randbytes(32) for _ in range(size)))
    path = tmp_path / "proof"
    for index in sorted({0, size - 1, size // 2}):
        path.write_bytes(prove_presence(tree.commitments[index], tree).text())
        said = presence(page, path, tree).split()
        assert said[0] == "present"
        # The path ends at the root.
        assert said[1] == "0" or said[2] == tree.root().hex()


def test_presence_of_another_work_is_refused(tmp_path: Path, page: Page) -> None:
    draw = random.Random(7)
    tree = ManifestTree(sorted(draw.randbytes(32) for _ in range(100)))
    proof = replace(prove_presence(tree.commitments[40], tree), commitment=tree.commitments[41])
    path = tmp_path / "proof"
    path.write_bytes(proof.text())
    assert presence(page, path, tree) == ""
