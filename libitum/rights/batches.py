"""From decisions to the canonical batch and back; see docs/rights/consent-format.md.

The batch alone is kept while somebody makes up their mind: what is recorded is read from the bytes that were signed.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from libitum.catalog.models import Release, ReleaseTrack, Track
from libitum.ledger.privacy import pseudonyms_of, subjects_of
from libitum.ledger.services import instant
from libitum_verify.canonical import Json, canonical
from libitum_verify.rights import statement
from libitum_verify.rights.vocabulary import LANGUAGES, NEWEST, published_form

from .models import Acceptance, Party
from .models.word import Level
from .names import name_of_holder
from .services.statements import Draft
from .statement_text import text_of

VALID_FOR = timedelta(minutes=10)
LEVELS = {Level.ACCOUNT: "account", Level.RELEASE: "release", Level.TRACK: "track"}


@cache
def vocabulary_sha256() -> str:
    """As the log's purposes.publish names it: over the canonical form of the list with its texts."""
    return hashlib.sha256(canonical(published_form())).hexdigest()


def build_batch(*, party: Party, drafts: Sequence[Draft], language: str, terms: int, now: datetime) -> bytes:
    """The canonical bytes. Raises ValidationError where two drafts say different things about the same."""
    drafts = without_doubles(drafts)
    works, work_names = rows_of_works(drafts)
    releases, release_names = rows_of_releases(drafts)
    value: dict[str, Any] = {
        "v": statement.FORMAT,
        "type": statement.TYPE,
        "origin": settings.BASE_URL,
        "log": settings.LEDGER_ORIGIN,
        "nonce": secrets.token_hex(32),
        "issued": instant(now),
        "expires": instant(now + VALID_FOR),
        "controller": controller(),
        "holder": name_of_holder(party),
        "language": language if language in LANGUAGES else LANGUAGES[0],
        "vocabulary": {"version": NEWEST, "sha256": vocabulary_sha256()},
        "terms": terms,
        "works": works,
        "releases": releases,
        "decisions": decisions(drafts, work_names, release_names),
    }
    value["text"] = text_of(value)
    statement.check_form(value)
    return canonical(value)


def controller() -> dict[str, Json]:
    """Who runs the site, as the receipt names them."""
    return {
        "name": settings.OPERATOR_NAME,
        "address": settings.OPERATOR_ADDRESS,
        "contact": settings.CONTACT_EMAIL,
        "country": settings.OPERATOR_COUNTRY,
    }


def accepted_terms(party: Party) -> int:
    """The number of the version last accepted by who speaks here; 0 before the first."""
    rows = Acceptance.objects.filter(user=party.user_id).order_by("-at", "-pk")
    return rows.values_list("version__number", flat=True).first() or 0


def without_doubles(drafts: Sequence[Draft]) -> list[Draft]:
    kept: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        subject = (draft.purpose, draft.track, draft.release, draft.taker, draft.model, draft.version)
        if kept.setdefault(subject, draft) != draft:
            raise ValidationError(_("This says yes and no to the same thing. Decide for one of them."))
    return list(kept.values())


def decisions(drafts: Iterable[Draft], works: dict[str, str], releases: dict[str, str]) -> list[Json]:
    """One row for all works about which the same is said, in the order in which it was said first."""
    rows: dict[tuple[object, ...], dict[str, Any]] = {}
    for draft in drafts:
        row: dict[str, Any] = {
            "purpose": draft.purpose,
            "allowed": draft.allowed,
            "inherits": draft.inherits,
            "level": LEVELS[draft.level],
            "taker": draft.taker,
            "model": draft.model,
            "version": draft.version,
            "territories": sorted(set(draft.territories)),
            "commercial": draft.commercial,
            "credit": draft.credit,
            "share": draft.share,
            "since": draft.since,
            "until": draft.until,
        }
        key = tuple(tuple(item) if isinstance(item, list) else item for item in row.values())
        about = rows.setdefault(key, {**row, "about": []})["about"]
        if draft.track:
            about.append(works[draft.track.uid])
        elif draft.release:
            about.append(releases[draft.release.uid])
    return list(rows.values())


def rows_of_works(drafts: Iterable[Draft]) -> tuple[list[Json], dict[str, str]]:
    """Every work that is named, itself or by its release; and the names of all by uid."""
    tracks = {draft.track.uid: draft.track for draft in drafts if draft.track}
    released = ReleaseTrack.objects.filter(release__in={draft.release for draft in drafts if draft.release})
    tracks |= {row.track.uid: row.track for row in released.select_related("track")}
    names = pseudonyms_of(kind="work", subjects=tracks)
    values = dict(
        Track.objects.filter(pk__in=[track.pk for track in tracks.values()]).values_list("uid", "commitment__value")
    )
    rows: list[Json] = [
        {"work": names[uid], "title": track.title, "commitment": values.get(uid) or ""} for uid, track in tracks.items()
    ]
    return rows, names


def rows_of_releases(drafts: Iterable[Draft]) -> tuple[list[Json], dict[str, str]]:
    releases = {draft.release.uid: draft.release for draft in drafts if draft.release}
    names = pseudonyms_of(kind="release", subjects=releases)
    tracks = ReleaseTrack.objects.filter(release__in=releases.values()).order_by("position")
    on_them = list(tracks.values_list("release__uid", "track__uid"))
    works = pseudonyms_of(kind="work", subjects={track for _release, track in on_them})
    rows: list[Json] = [
        {
            "release": names[uid],
            "title": release.title,
            "works": [works[track] for of, track in on_them if of == uid],
        }
        for uid, release in releases.items()
    ]
    return rows, names


def drafts_of(body: bytes) -> list[Draft]:
    """What a batch decides. Raises ValidationError where a work that it names is gone."""
    value: dict[str, Any] = statement.parse_statement(body)
    tracks = by_name("work", Track, [row["work"] for row in value["works"]])
    releases = by_name("release", Release, [row["release"] for row in value["releases"]])
    drafts = []
    for row in value["decisions"]:
        fields: dict[str, Any] = {k: row[k] for k in row.keys() - {"level", "about", "territories"}}
        fields["territories"] = tuple(row["territories"])
        if row["level"] == "account":
            drafts.append(Draft(**fields))
        for name in row["about"]:
            kind, found = ("track", tracks) if row["level"] == "track" else ("release", releases)
            if name not in found:
                raise ValidationError(_("Something that this names has been deleted since. Decide once more."))
            drafts.append(Draft(**fields, **{kind: found[name]}))
    return drafts


def by_name(kind: str, model: type[Track] | type[Release], names: Sequence[str]) -> dict[str, Any]:
    subjects = subjects_of(kind=kind, names=names)
    rows = {row.uid: row for row in model.objects.filter(uid__in=subjects.values())}
    return {name: rows[uid] for name, uid in subjects.items() if uid in rows}
