"""Everything with which an artist proves what was decided, and what was done (docs/log/bundle.md), for somebody who
checks it without this site: a lawyer, a court, a newspaper."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

import libitum_verify
from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.log import published_log
from libitum.ledger.manifests import absence_proof, manifest_tree, presence_proof
from libitum.ledger.models import Entry
from libitum.ledger.selectors import inclusion_proof, log_state, pin, published_positions
from libitum.ledger.services import instant, pseudonyms_of
from libitum.rights.models import Statement, UseRecord
from libitum.rights.models.word import Level
from libitum.rights.selectors.receipts import receipt_text, statements_of
from libitum.rights.selectors.uses import Asked as Everything
from libitum.rights.selectors.uses import List, all_lists, narrowed, with_places
from libitum_verify.canonical import parse
from libitum_verify.verdict import Reason, Refused

from .readme import readme
from .uses_table import lines
from .zipping import File

PUBLISHED = {"purposes.publish": "purposes", "terms.publish": "terms"}
# A proof of one work in a list, roughly: where a list is shorter than the proofs of all works, it comes along whole.
PROOF_BYTES = 1000
VERIFIER = Path(libitum_verify.__file__).parent
VERIFIER_FILES = {".py", ".json", ".toml"}
AT_ONCE = 500


@dataclass
class Bundle:
    """`tracks`: with artist and commitment; those that were never registered in the log have nothing to prove yet."""

    user: User
    tracks: Sequence[Track]
    whole: bool
    language: str
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tracks = [track for track in self.tracks if getattr(track, "commitment", None)]
        self.names = pseudonyms_of(kind="work", subjects=[track.uid for track in self.tracks])

    def files(self) -> Iterator[File]:
        """The log's proofs come under the newest checkpoint of the moment in which each is made."""
        yield "README.txt", readme(self.language, self.user.name, len(self.tracks)).encode()
        yield "index.json", (json.dumps(self.index(), ensure_ascii=False, indent=2) + "\n").encode()
        yield "vkey", (published_log().root / "vkey").read_bytes()
        yield "checkpoint", pin().encode()
        yield from self.entries()
        yield from self.statements()
        yield from self.published()
        yield from self.lists()
        yield "uses.csv", "".join(lines(narrowed(self.uses(), Everything()))).encode()
        yield from verifier()

    def index(self) -> dict[str, object]:
        return {
            "v": 1,
            "type": "bundle",
            "made": instant(timezone.now()),
            "site": settings.BASE_URL,
            "log": log_state().origin,
            "works": [self.work(track) for track in self.tracks],
        }

    def work(self, track: Track) -> dict[str, str]:
        """The key goes to the work's owner alone."""
        mine = track.artist.owner_id == self.user.pk
        return {
            "id": track.uid,
            "title": track.title,
            "work": self.names[track.uid],
            "commitment": track.commitment.value,
            "original": track.commitment.original,
            "key": track.commitment.key if mine else "",
        }

    def uses(self) -> "Iterable[UseRecord]":
        return UseRecord.objects.filter(track__in=[track.pk for track in self.tracks])

    def entries(self) -> Iterator[File]:
        keys = {track.commitment.entry for track in self.tracks} | set(self.decided().values_list("entry", flat=True))
        runs = UseRecord.objects.filter(track__in=[track.pk for track in self.tracks])
        keys |= set(runs.values_list("run__entry", flat=True)) | set(runs.values_list("run__engine__entry", flat=True))
        keys |= set(all_lists().values_list("entry", flat=True)) | self.results(runs.values_list("run__uid", flat=True))
        keys |= set(Entry.objects.filter(type__in=PUBLISHED).values_list("pk", flat=True))
        for index in sorted(set(published_positions(key for key in keys if key).values())):
            yield f"log/{index}.tlog-proof", inclusion_proof(index).text()

    def results(self, runs: Iterable[str]) -> set[int]:
        """Entries that say what came of these runs."""
        names = set(pseudonyms_of(kind="run", subjects=set(runs)).values())
        rows = Entry.objects.filter(type__in=["output.create", "model.release"]).values_list("pk", "body")
        return {key for key, body in rows.iterator() if parse(bytes(body)).get("run") in names}

    def decided(self) -> "Iterable[Statement]":
        """What this person said about these works; of all of it, where the bundle is about everything."""
        said = statements_of(self.user).exclude(body=b"")
        if self.whole:
            return said
        of_these = Q(words__track__in=self.tracks) | Q(words__release__release_tracks__track__in=self.tracks)
        return said.filter(of_these | Q(words__level=Level.ACCOUNT)).distinct()

    def statements(self) -> Iterator[File]:
        for statement in self.decided():
            yield f"receipts/{statement.uid}.json", receipt_text(statement).encode()
            yield f"texts/{statement.uid}.txt", f"{parse(bytes(statement.body))['text']}\n".encode()

    def published(self) -> Iterator[File]:
        """Purposes and terms, byte for byte as their entries in the log name them."""
        for entry in Entry.objects.filter(type__in=PUBLISHED).order_by("pk"):
            said = parse(bytes(entry.body))
            number = said.get("number") or said.get("version")
            try:
                yield f"{PUBLISHED[entry.type]}/{number}.json", published_log().fetch(f"files/{said['sha256']}")
            except Refused:
                continue  # not kept as a file: its hash stands in the log all the same

    def lists(self) -> Iterator[File]:
        """Every list there is so far, and for each work whether it is in it."""
        for at in with_places(all_lists()):
            if at.index is None:
                continue
            if at.run.allowed * 32 <= len(self.tracks) * PROOF_BYTES:
                yield f"lists/{at.run.manifest}", published_log().fetch(f"files/{at.run.manifest}")
            else:
                yield from self.proofs(at)

    def proofs(self, at: List) -> Iterator[File]:
        digest = at.run.manifest
        manifest_tree(digest)  # read once for all of them
        for track in self.tracks:
            value = track.commitment.value
            try:
                yield f"proofs/{digest}/{value}.absence", absence_proof(digest, bytes.fromhex(value)).text()
            except Refused as refused:
                if refused.reason != Reason.PRESENT:
                    raise
                yield f"proofs/{digest}/{value}.presence", presence_proof(digest, bytes.fromhex(value)).text()


def verifier() -> Iterator[File]:
    """The program that checks all this, as source, without its tests: plain Python, nothing to install."""
    for path in sorted(VERIFIER.rglob("*")):
        inner = path.relative_to(VERIFIER)
        if path.suffix in VERIFIER_FILES and "tests" not in inner.parts and path.is_file():
            yield f"libitum_verify/{inner.as_posix()}", path.read_bytes()
