"""What an auditor needs in order to make the decisions of runs again (docs/log/disclosure.md), as canonical JSON.

It tells who decided what, so it is the operator's to make, for somebody who may know.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from libitum.catalog.data import INSTRUMENTAL
from libitum.catalog.models import ReleaseTrack, Track
from libitum.ledger.log import published_log
from libitum.ledger.models import Entry
from libitum.ledger.privacy import pseudonyms_of, subjects_of
from libitum.ledger.selectors import inclusion_proof, log_state, published_positions
from libitum.ledger.services import instant
from libitum.rights.batches import vocabulary_sha256
from libitum.rights.models import Commitment, Dispute, Party, Run, Statement, TermsVersion, UseRecord, Word
from libitum.rights.models.word import Level
from libitum.rights.rules import BY_NUMBER
from libitum.rights.selectors.facts import acceptances_of, same_original, seconds
from libitum.rights.selectors.matches import matched
from libitum.rights.services.uses import use_of
from libitum_verify.canonical import canonical, parse
from libitum_verify.manifest import split_manifest
from libitum_verify.rights.said import APART
from libitum_verify.rights.vocabulary import NEWEST

Value = dict[str, Any]
Rows = list[Any]


def disclose(runs: "QuerySet[Run]", tracks: "QuerySet[Track] | None" = None) -> bytes:
    """Of these runs all decisions, or those about `tracks`. What isn't under a signed checkpoint yet is left out."""
    return Disclosure(list(runs.select_related("engine").order_by("pk")), tracks).value()


class Disclosure:
    def __init__(self, runs: Sequence[Run], tracks: "QuerySet[Track] | None") -> None:
        self.places = published_positions({run.entry for run in runs if run.entry})
        self.runs = [run for run in runs if run.entry in self.places]
        records = UseRecord.objects.filter(run__in=self.runs).order_by("pk")
        self.records = list(records if tracks is None else records.filter(track__in=tracks))
        decided = list(Track.objects.filter(pk__in={record.track_id for record in self.records}))
        self.twins = same_original(decided)
        self.matched = matched(track.pk for track in decided)
        keys = {track.pk for track in decided} | {twin for others in self.twins.values() for twin in others}
        keys |= {twin for others in self.matched.values() for twin, _span in others}
        self.tracks = {t.pk: t for t in Track.objects.filter(pk__in=keys).select_related("artist__owner")}
        names = pseudonyms_of(kind="work", subjects=[track.uid for track in self.tracks.values()])
        self.names = {key: names[track.uid] for key, track in self.tracks.items()}
        self.values = dict(Commitment.objects.filter(track__in=keys).values_list("track", "value"))
        self.holdings = holdings_of(set(self.names.values()))
        self.parties = parties_named({row["holder"] for rows in self.holdings.values() for row in rows})

    def value(self) -> bytes:
        return canonical(
            {
                "v": 1,
                "type": "disclosure",
                "made": instant(timezone.now()),
                "log": settings.LEDGER_ORIGIN,
                "vkey": log_state().vkey,
                "vocabulary": {"version": NEWEST, "sha256": vocabulary_sha256()},
                "terms": [terms_row(version) for version in TermsVersion.objects.exclude(announced_at=None)],
                "holders": {name: holder_row(party) for name, party in self.parties.items()},
                "statements": self.statements(),
                "works": self.works(),
                "runs": [self.run(run) for run in self.runs],
            }
        )

    def statements(self) -> Rows:
        by_party = {party.pk: name for name, party in self.parties.items() if party is not None}
        said = list(Statement.objects.filter(party__in=by_party).select_related("key").order_by("pk"))
        places = published_positions({row.entry for row in said if row.entry})
        logged = [(row, places[row.entry]) for row in said if row.entry in places]
        return [statement_row(row, index, by_party[row.party_id]) for row, index in logged]

    def works(self) -> Rows:
        releases = releases_named(self.names)
        disputes: dict[int, list[Any]] = defaultdict(list)
        for row in Dispute.objects.filter(track__in=self.names).order_by("pk"):
            disputes[row.track_id].append([seconds(row.opened_at), seconds(row.closed_at)])
        return [
            {
                "work": self.names[key],
                "commitment": self.values.get(key, ""),
                "releases": releases.get(key, []),
                "without": ["lyrics"] if track.language == INSTRUMENTAL else [],
                "taken_down": down_since(track),
                "disputed": disputes[key],
                "twins": sorted(self.names[twin] for twin in self.twins.get(key, ())),
                "matched": [
                    [self.names[twin], seconds(since), seconds(until)]
                    for twin, (since, until) in self.matched.get(key, ())
                ],
                "holdings": self.holdings.get(self.names[key], []),
            }
            for key, track in sorted(self.tracks.items())
        ]

    def run(self, run: Run) -> Value:
        index = self.places[run.entry or 0]
        proof = inclusion_proof(index)
        listed = values_in(run.manifest)
        rows = [record for record in self.records if record.run_id == run.pk]
        return {
            "run": parse(proof.extra)["run"],
            "index": index,
            "proof": proof.text().decode(),
            "at": run.at,
            "log_size": run.log_size,
            "manifest": run.manifest,
            "use": {**use_of(run)._asdict(), "actor": run.engine.slug},
            "decisions": [
                {
                    "work": self.names[record.track_id],
                    "rule": str(BY_NUMBER[record.rule]),
                    "listed": self.values.get(record.track_id, "") in listed,
                }
                for record in rows
            ],
        }


def values_in(digest: str) -> set[str]:
    return {value.hex() for value in split_manifest(published_log().fetch(f"files/{digest}"))} if digest else set()


def terms_row(version: TermsVersion) -> Value:
    places = published_positions([version.entry] if version.entry else [])
    proof = inclusion_proof(places[version.entry]).text().decode() if version.entry in places else None
    return {
        "number": version.number,
        "effective_at": seconds(version.effective_at) or 0,
        "clause": version.clause,
        "proof": proof,
    }


def holder_row(party: Party | None) -> Value:
    """Of somebody whose data were erased nothing is known any more."""
    if party is None:
        return {"adult": False, "accepted": [], "died_at": None, "succeeded_at": None}
    accepted = acceptances_of([party.user_id]).get(party.user_id, ()) if party.user_id else ()
    succession = getattr(party, "succession", None)
    return {
        "adult": party.is_adult,
        "accepted": [list(row) for row in accepted],
        "died_at": seconds(party.died_at),
        "succeeded_at": seconds(succession.since) if succession else None,
    }


def statement_row(statement: Statement, index: int, holder: str) -> Value:
    proof = inclusion_proof(index)
    body = bytes(statement.body)
    words = list(statement.words.order_by("pk"))
    row: Value = {
        "holder": holder,
        "index": index,
        "at": words[0].at if words else seconds(statement.at),
        "sha256": hashlib.sha256(body).hexdigest() if body else parse(proof.extra)["statement"],
        "signed": bool(parse(proof.extra)["signed"]),
        "signature": None,
        "proof": proof.text().decode(),
        "body": parse(body) if body else None,
        "words": [] if body else [word_row(word, index * APART + n) for n, word in enumerate(words, 1)],
    }
    if statement.signature and statement.key and statement.key.public_key:
        row["signature"] = {**statement.signature, "public_key": statement.key.public_key}
    return row


def word_row(word: Word, sequence: int) -> Value:
    """Of a statement whose text was erased: what is left of it."""
    kind, subject = ("work", word.track) if word.level == Level.TRACK else ("release", word.release)
    target = pseudonyms_of(kind=kind, subjects=[subject.uid])[subject.uid] if subject else ""
    names = ("uid", "at", "purpose", "allowed", "taker", "model", "version", "commercial", "since", "until")
    return {
        **{name: getattr(word, name) for name in (*names, "signed", "inherits")},
        "sequence": sequence,
        "level": int(word.level),
        "target": target,
        "territories": word.territories.strip(",").split(",") if word.territories else [],
    }


def holdings_of(works: set[str]) -> dict[str, list[Value]]:
    """Who held what in these works, between which entries of the log: read again from the log's own entries."""
    found: dict[str, list[Value]] = defaultdict(list)
    present: dict[tuple[str, str, str], Value] = {}
    entries = Entry.objects.filter(type="holder.set", position__isnull=False).order_by("position")
    for index, body in entries.values_list("position", "body").iterator():
        said: Any = parse(bytes(body))
        if said["work"] not in works:
            continue
        key = (said["work"], said["role"], said["holder"])
        if key in present:
            present.pop(key)["until"] = index
        if said["standing"] != "removed":
            row = {
                "role": said["role"],
                "holder": said["holder"],
                "standing": said["standing"],
                "mandate_missing": said["society"] and not said["mandate"],
                "from": index,
                "until": None,
            }
            present[key] = row
            found[said["work"]].append(row)
    return found


def parties_named(names: Iterable[str]) -> dict[str, Party | None]:
    wanted = sorted(names)
    subjects = subjects_of(kind="holder", names=wanted)
    rows = Party.objects.filter(uid__in=subjects.values()).select_related("succession")
    parties = {party.uid: party for party in rows}
    return {name: parties.get(subjects.get(name, "")) for name in wanted}


def releases_named(tracks: Iterable[int]) -> dict[int, list[str]]:
    rows = list(ReleaseTrack.objects.filter(track__in=list(tracks)).values_list("track", "release__uid"))
    names = pseudonyms_of(kind="release", subjects={uid for _track, uid in rows})
    found: dict[int, list[str]] = defaultdict(list)
    for track, uid in rows:
        found[track].append(names[uid])
    return {track: sorted(of) for track, of in found.items()}


def down_since(track: Track) -> list[list[int | None]]:
    """Spans in seconds. From when an account is suspended is not kept: it counts as down all the time."""
    if not track.artist.owner.is_active:
        return [[0, None]]
    times = [seconds(moment) for moment in (track.taken_down_at, track.artist.taken_down_at) if moment]
    return [[time, None] for time in times]
