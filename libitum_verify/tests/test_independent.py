"""Logs of ours read by code none of us wrote, and a log of theirs read by ours."""

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pymerkle
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import PlainEd25519Signer, Vkey
from tlog_scales.writer import TilesWriter

from libitum_verify import canonical
from libitum_verify.checkpoint import open_checkpoint
from libitum_verify.merkle import leaf_hash, root_hash
from libitum_verify.note import VerifierKey
from libitum_verify.schema import compile_schema
from libitum_verify.source import from_folder
from libitum_verify.tiles import proved_tree

from .logs import ORIGIN, SCHEMAS, MadeLog, make_log

pytestmark = pytest.mark.own_database

SIZES = [0, 1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 70_000]
GO_PACKAGES = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb")


@pytest.fixture(scope="module", params=SIZES)
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MadeLog:
    return make_log(tmp_path_factory.mktemp("log"), request.param)


def some_indexes(size: int) -> list[int]:
    draw = random.Random(size)
    return sorted({0, size - 1, size // 2, *(draw.randrange(size) for _ in range(5))}) if size else []


def old_size(log: MadeLog) -> int:
    return log.checkpoint.size * 6 // 7


def root_of(log: MadeLog, size: int) -> bytes:
    return root_hash(size, proved_tree(log.checkpoint, from_folder(log.folder)).subtree)


def test_tlog_scales_agrees(log: MadeLog) -> None:
    reader = TilesReader(LocalBackend(log.folder))
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(Vkey.from_string(str(log.key)))
    assert reader.calculate_root_hash() == log.checkpoint.root
    for index in some_indexes(log.checkpoint.size):
        entry = reader.get_entry(index)
        assert entry == log.entries[index]
        reader.get_inclusion_proof(index, checkpoint.size).check(leaf_hash(entry), checkpoint.root_hash)
    if old := old_size(log):
        reader.get_consistency_proof(old, checkpoint.size).check(root_of(log, old), checkpoint.root_hash)


def test_pymerkle_gives_the_same_root(log: MadeLog) -> None:
    tree = pymerkle.InmemoryTree(algorithm="sha256")  # type: ignore[no-untyped-call]
    for entry in log.entries:
        tree.append_entry(entry)
    if log.entries:
        assert tree.get_root() == log.checkpoint.root


@pytest.fixture(scope="module")
def go_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from Debian's golang-go and golang-golang-x-mod-dev, which .ci/run installs."""
    if shutil.which("go") is None or not GO_PACKAGES.exists():
        if os.environ.get("CI"):
            pytest.fail("CI must check the log with Go: install golang-go and golang-golang-x-mod-dev")
        pytest.skip("checked where Debian's golang-go and golang-golang-x-mod-dev are installed, as in CI")
    folder = tmp_path_factory.mktemp("go")
    source = folder / "src/reader/main.go"
    source.parent.mkdir(parents=True)
    shutil.copy(Path(__file__).parent / "independent/main.go", source)
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": f"{folder}:/usr/share/gocode", "GOFLAGS": ""}
    environment |= {"GOCACHE": str(folder / "cache"), "GOPROXY": "off"}
    subprocess.run(["go", "build", "-o", folder / "reader", "reader"], env=environment, check=True, cwd=folder)
    return folder / "reader"


def go_check(reader: Path, log: MadeLog, index: int) -> subprocess.CompletedProcess[str]:
    old = old_size(log)
    leaf = leaf_hash(log.entries[index]).hex() if log.entries else "00"
    arguments = [str(log.folder), str(log.key), str(old), root_of(log, old).hex(), str(index), leaf]
    return subprocess.run([reader, *arguments], capture_output=True, text=True, check=False)


def test_go_agrees(log: MadeLog, go_reader: Path) -> None:
    for index in some_indexes(log.checkpoint.size) or [0]:
        done = go_check(go_reader, log, index)
        assert done.stdout == f"ok {log.checkpoint.size}\n", done.stderr


def test_go_refuses_what_we_refuse(tmp_path: Path, go_reader: Path) -> None:
    log = make_log(tmp_path, 300)
    tile = tmp_path / "tile/0/000"
    data = bytearray(tile.read_bytes())
    data[5] ^= 1
    tile.write_bytes(data)
    log.entries[0] = b"another"
    old = make_log(tmp_path / "old", 257)
    arguments = [str(tmp_path), str(log.key), "257", old.checkpoint.root.hex(), "0", leaf_hash(b"another").hex()]
    assert subprocess.run([go_reader, *arguments], capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("size", [1, 256, 700])
def test_ours_reads_a_log_made_by_tlog_scales(tmp_path: Path, size: int) -> None:
    signer = PlainEd25519Signer(ORIGIN, bytes(range(32)))
    writer = TilesWriter.create(tmp_path / "log", ORIGIN)
    for i in range(size):
        writer.add_leaf(b"leaf %d" % i)
        if i in (99, 256):
            writer.commit([signer])
    writer.commit([signer])
    fetch = from_folder(tmp_path / "log")
    key = VerifierKey.parse(str(vkey_of(signer)))
    checkpoint = open_checkpoint(fetch("checkpoint"), [key], ORIGIN)
    tree = proved_tree(checkpoint, fetch)
    assert [*tree.entries()] == [b"leaf %d" % i for i in range(size)]


def vkey_of(signer: PlainEd25519Signer) -> VerifierKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    public = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw()
    return VerifierKey(ORIGIN, public)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(JSON)
def test_canonical_json_is_that_of_the_rfc8785_package(value: canonical.Json) -> None:
    assert canonical.canonical(value) == rfc8785.dumps(value)


@given(st.data())
def test_schemas_mean_what_jsonschema_says(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(SCHEMAS.glob("*.json"))))
    schema = json.loads(path.read_text())
    value = data.draw(
        st.fixed_dictionaries({}, optional={name: fitting(s) | JSON for name, s in schema["properties"].items()})
    )
    expected = jsonschema.Draft202012Validator(schema).is_valid(value)
    assert compile_schema(schema)(value) is expected  # type: ignore[arg-type]


def fitting(schema: dict[str, object]) -> st.SearchStrategy[object]:
    """Values that fit often enough to reach both answers."""
    if "const" in schema:
        return st.just(schema["const"])
    if "pattern" in schema:
        return st.from_regex(str(schema["pattern"]), fullmatch=True)
    return {"integer": st.integers(-2, 9), "array": st.just([])}.get(str(schema.get("type")), st.text(max_size=5))
