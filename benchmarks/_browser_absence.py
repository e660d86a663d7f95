"""Proofs of absence checked by our own module in a real Chromium, from a server that serves files and nothing else."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from _tools import ROOT, chromium
from playwright.sync_api import sync_playwright

from libitum_verify.manifest import ManifestTree, prove_absence

MODULES = ROOT / "libitum/web/static/web/js/log"
PROOFS = 200
# Each proof is new to the browser, and a wrong answer must not count as a fast one.
CHECK = """
async ({ proofs, present, size }) => {
  const { parseAbsence, checkAbsence } = await import("/absence.js");
  const taken = [];
  for (const text of proofs) {
    const start = performance.now();
    const proof = parseAbsence(text);
    await checkAbsence(proof, proof.commitment, proof.root, size);
    taken.push(performance.now() - start);
  }
  const forged = parseAbsence(present);
  const refused = await checkAbsence(forged, forged.left, forged.root, size).then(() => "", (error) => error.reason);
  return { taken, refused };
}
"""


@dataclass(frozen=True)
class Found:
    """Times in milliseconds."""

    browser: str
    median: float
    worst: float
    bytes: int


@contextmanager
def files_served() -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(MODULES)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()


def absence_in_chromium(size: int) -> Found:
    draw = random.Random(size)
    tree = ManifestTree(sorted(draw.randbytes(32) for _ in range(size)))
    proofs = [prove_absence(draw.randbytes(32), tree).text().decode() for _ in range(PROOFS)]
    with files_served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium()), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/absence.js")
        said = page.evaluate(CHECK, {"proofs": proofs, "present": proofs[0], "size": size})
        name = f"Chromium {browser.version.partition('.')[0]}"
        browser.close()
    if said["refused"] != "bad-proof":
        raise AssertionError(f"a proof about another work was taken: {said}")
    taken = sorted(said["taken"])
    return Found(name, taken[len(taken) // 2], taken[-1], max(map(len, proofs)))
