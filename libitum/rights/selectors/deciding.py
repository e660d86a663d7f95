"""The resolver for many works at once: one statement that the database works through, however many they are.

The same rules as `libitum_verify.rights.resolver`, case by case; tests hold the two together. It reads all that was
ever said about the purpose: for a handful of works, or to learn on what evidence, use `selectors.resolving`.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from libitum.catalog.data import INSTRUMENTAL
from libitum.catalog.models import Track
from libitum.rights import models
from libitum.rights.rules import BY_NUMBER, REFUSING_FROM
from libitum_verify.rights.facts import ANYBODY, NUMBERS, Level, Rule, Standing, Use
from libitum_verify.rights.resolver import MAY_LACK, OF_SOCIETIES, WEIGHTS, WHOEVER, Resolver
from libitum_verify.rights.vocabulary import Class, Purpose, Role

from .resolving import resolver

PLACEHOLDER = re.compile(r"%%|%s")
# What differs between the databases. (SQLite would round the last half millisecond of a second up.)
SECONDS = {
    "sqlite": "CAST(strftime('%%s', substr({}, 1, 19)) AS INTEGER)",
    "postgresql": "floor(extract(epoch FROM {}))",
}
# Of a work or release that was returned to what stands above; below every rule that a word comes to.
RETURNED, RETURNED_UNSIGNED = 0, 1
# PostgreSQL knows how many rows there are of what it reads in place, and hashes it rather than sorting all holdings.
IN_PLACE = {"sqlite": "MATERIALIZED", "postgresql": "NOT MATERIALIZED"}
# PostgreSQL's own measures are for many small queries on slow disks. Here it may hold the rows in memory, and reads
# holdings in the order of their index, as that has all that is asked of them.
FOR_MANY_ROWS = ("work_mem = '256MB'", "jit = off", "enable_hashagg = off", "random_page_cost = 1.1")
# Where it hasn't counted the tables yet (after an import), it would go through them once for every work.
NO_LOOPS_UNCOUNTED = """
    SELECT set_config('enable_nestloop', 'off', true) FROM pg_class
    WHERE oid IN ('catalog_track'::regclass, 'rights_holding'::regclass) AND reltuples <= 0
"""
# PostgreSQL would carry every column on which an answer rests through all it sorts; so it comes to the answer first.
AS_IT_IS = {"sqlite": "", "postgresql": "OFFSET 0"}
POSITION = {"sqlite": "instr", "postgresql": "strpos"}


class Statement(NamedTuple):
    """SQL with named parameters. The whole one gives `track` and `rule` (a number of `libitum.rights.rules`)."""

    sql: str
    parameters: Mapping[str, Any]


def decide_all(use: Use, at: int, tracks: "QuerySet[Track] | None" = None) -> dict[int, Rule]:
    """By the track's key; of every track there is, unless some are chosen."""
    statement = deciding(use, at, tracks)
    with transaction.atomic(), connection.cursor() as cursor:
        plan_for_many(cursor)
        cursor.execute(statement.sql, statement.parameters)
        return {track: BY_NUMBER[number] for track, number in cursor.fetchall()}


def plan_for_many(cursor: CursorWrapper) -> None:
    """Of the transaction that is open: as many rows are read whatever their number is believed to be."""
    if connection.vendor != "postgresql":
        return
    for setting in FOR_MANY_ROWS:
        cursor.execute(f"SET LOCAL {setting}")
    cursor.execute(NO_LOOPS_UNCOUNTED)


def deciding(use: Use, at: int, tracks: "QuerySet[Track] | None" = None) -> Statement:
    ask = resolver()
    chosen = selection(tracks)
    out_of_question = ask.question(use, at)
    if out_of_question is not None:
        which = among("t.id", chosen.sql)
        sql = f"SELECT t.id AS track, {NUMBERS[out_of_question]} AS rule FROM catalog_track t WHERE {which}"
        return Statement(sql, chosen.parameters)
    purpose = ask.vocabulary.purposes[use.purpose]
    parts = [accepted(), parties(ask, purpose, use, at), words(purpose, use), holders(), exceptions(), down()]
    decided = decisions(purpose, chosen.sql)
    if purpose.guarded:
        parts += [pairs(chosen.sql), refusing_twins(purpose)]
        decided = with_twins(decided)
    return Statement(f"WITH {', '.join(parts)} {decided}", {**chosen.parameters, **parameters_of(use, at)})


def selection(tracks: "QuerySet[Track] | None") -> Statement:
    """The keys of the tracks; nothing where all are meant."""
    if tracks is None or not (tracks.query.where or tracks.query.is_sliced or tracks.query.combinator):
        return Statement("", {})
    try:
        sql, values = tracks.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Statement("SELECT 0 WHERE 1 = 0", {})
    number = count()
    named = PLACEHOLDER.sub(lambda found: "%%" if found[0] == "%%" else f"%(chosen_{next(number)})s", sql)
    return Statement(named, {f"chosen_{place}": value for place, value in enumerate(values)})


def among(column: str, chosen: str) -> str:
    return f"{column} IN ({chosen})" if chosen else "1 = 1"


def parameters_of(use: Use, at: int) -> dict[str, Any]:
    return {
        "purpose": use.purpose,
        "taker": use.taker,
        "model": use.model,
        "version": use.version,
        "territory": f",{use.territory},",
        "at": at,
        # The last moment of that second still belongs to it.
        "moment": connection.ops.adapt_datetimefield_value(
            datetime.fromtimestamp(at, UTC).replace(microsecond=999_999)
        ),
    }


def seconds(column: str) -> str:
    return SECONDS[connection.vendor].format(column)


def accepted() -> str:
    """The version of the terms that each account accepted last."""
    return """accepted AS MATERIALIZED (
        SELECT user_id, version_id FROM (
            SELECT user_id, version_id, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY at DESC, id DESC) AS nth
            FROM rights_acceptance WHERE at <= %(moment)s
        ) AS ordered WHERE nth = 1)"""


def parties(ask: Resolver, purpose: Purpose, use: Use, at: int) -> str:
    """Who could speak, and the class by which each is asked: versions are few, so the terms become a CASE."""
    versions = models.TermsVersion.objects.values_list("pk", "number")
    classes = {key: ask.asked_by(((at, number),), purpose, use, at)[0] for key, number in versions}
    cases = "".join(f" WHEN {key} THEN {starts_as.value}" for key, starts_as in classes.items())
    nobody = ask.asked_by((), purpose, use, at)[0].value
    case = f"CASE accepted.version_id{cases} ELSE {nobody} END" if cases else str(nobody)
    return f"""parties AS {IN_PLACE[connection.vendor]} (
        SELECT p.id AS party, p.is_adult AS adult, {seconds("p.died_at")} AS died, {seconds("s.since")} AS succeeded,
            {case} AS starts_as
        FROM rights_party p
        LEFT JOIN accepted ON accepted.user_id = p.user_id
        LEFT JOIN rights_successor s ON s.party_id = p.id)"""


def words(purpose: Purpose, use: Use) -> str:
    """What each holder said last at each level about each thing, as the rule that it comes to."""
    after_death = "" if purpose.personal else "OR w.at >= p.succeeded"
    return f"""words AS MATERIALIZED (
        SELECT w.party_id AS party, w.level AS level,
            CAST(CASE w.level WHEN {Level.TRACK:d} THEN w.track_id WHEN {Level.RELEASE:d} THEN w.release_id ELSE 0 END
                AS bigint) AS target,
            MAX(w.id * 64 + {verdict(use)}) AS place
        FROM rights_word w JOIN parties p ON p.party = w.party_id
        WHERE w.purpose = %(purpose)s AND w.at <= %(at)s AND {overlaps(use)}
            AND (p.died IS NULL OR NOT (w.allowed OR w.inherits) OR w.at < p.died {after_death})
        GROUP BY 1, 2, 3)"""


def overlaps(use: Use) -> str:
    takers = "1 = 1" if use.taker in WHOEVER else f"w.taker IN (%(taker)s, '', '{ANYBODY}')"
    if not use.model:
        return takers
    versions = "AND w.version IN (%(version)s, '')" if use.version else ""
    return f"{takers} AND (w.model = '' OR (w.model = %(model)s {versions}))"


def verdict(use: Use) -> str:
    anywhere = (
        f"{POSITION[connection.vendor]}(',' || w.territories || ',', %(territory)s) > 0" if use.territory else "1 = 0"
    )
    commercial = f"WHEN NOT w.commercial THEN {NUMBERS[Rule.COMMERCIAL]}" if use.commercial else ""
    return f"""CASE
        WHEN w.inherits
            THEN CASE WHEN w.signed OR p.starts_as = {Class.D:d} THEN {RETURNED} ELSE {RETURNED_UNSIGNED} END
        WHEN NOT w.allowed THEN {NUMBERS[Rule.REFUSED]}
        WHEN w.taker = '' OR w.taker NOT IN (%(taker)s, '{ANYBODY}') OR w.model NOT IN (%(model)s, '')
            OR w.version NOT IN (%(version)s, '') THEN {NUMBERS[Rule.NOT_GIVEN]}
        WHEN w.since > %(at)s THEN {NUMBERS[Rule.NOT_YET]}
        WHEN w.until <= %(at)s THEN {NUMBERS[Rule.EXPIRED]}
        WHEN w.territories <> '' AND NOT ({anywhere}) THEN {NUMBERS[Rule.TERRITORY]}
        {commercial}
        WHEN NOT w.signed AND p.starts_as <> {Class.D:d} THEN {NUMBERS[Rule.UNSIGNED]}
        ELSE {NUMBERS[Rule.GRANTED]} END"""


def holders() -> str:
    """What each says of all works for which they say nothing else."""
    return f"""holders AS {IN_PLACE[connection.vendor]} (
        SELECT p.party, p.adult, p.starts_as, w.place, COALESCE(w.place %% 64,
            CASE p.starts_as WHEN {Class.D:d} THEN {WEIGHTS[Rule.BY_TERMS]} ELSE {NUMBERS[Rule.NOT_GIVEN]} END) AS said
        FROM parties p LEFT JOIN words w ON w.party = p.party AND w.level = {Level.ACCOUNT:d})"""


def exceptions() -> str:
    """What is said of single works, by the work or by a release that it is on.

    `returned`: when something of the kind, or of one more specific, was last returned unsigned (see `unopened`).
    """
    granted, unsigned = NUMBERS[Rule.GRANTED], NUMBERS[Rule.UNSIGNED]
    said = f"rule > {RETURNED_UNSIGNED} THEN rule END"
    return f"""exceptions AS MATERIALIZED (
        SELECT party, track, returned, COALESCE(by_track, CASE WHEN first_grant < returned AND by_release < {unsigned}
            THEN {unsigned} ELSE by_release END) AS said FROM (
            SELECT party, track, MAX(CASE WHEN rule = {RETURNED_UNSIGNED} THEN place END) AS returned,
                MAX(CASE WHEN level = {Level.TRACK:d} AND {said}) AS by_track,
                MAX(CASE WHEN level = {Level.RELEASE:d} AND {said}) AS by_release,
                MIN(CASE WHEN level = {Level.RELEASE:d} AND rule = {granted} THEN place END) AS first_grant FROM (
                SELECT party, target AS track, level, place, place %% 64 AS rule
                FROM words WHERE level = {Level.TRACK:d}
                UNION ALL
                SELECT w.party, r.track_id, w.level, w.place, w.place %% 64 FROM words w
                JOIN catalog_releasetrack r ON r.release_id = w.target WHERE w.level = {Level.RELEASE:d}
            ) AS each_one GROUP BY party, track) AS together)"""


def opened(said: str, place: str, returned: str) -> str:
    """A grant counts for what was returned unsigned only if it came afterwards."""
    granted, unsigned = NUMBERS[Rule.GRANTED], NUMBERS[Rule.UNSIGNED]
    return f"CASE WHEN {said} = {granted} AND {place} < {returned} THEN {unsigned} ELSE {said} END"


def down() -> str:
    """Artists of whom nothing is used."""
    return """down AS MATERIALIZED (
        SELECT a.id AS artist FROM catalog_artist a JOIN accounts_user u ON u.id = a.owner_id
        WHERE a.taken_down_at IS NOT NULL OR NOT u.is_active)"""


def held(purpose: Purpose, chosen: str) -> str:
    """Each right in the work: its holder `party`, and what is answered of it; see `Resolver.ask` and `inability`.

    `fixed`: the rule, where it is the same whatever is said; else `said` and `place` of the holder's word for all
    works, and `by_agreement`: whether saying yes isn't enough.
    """
    minor = f"WHEN NOT p.adult THEN {NUMBERS[Rule.MINOR]}" if purpose.guarded else ""
    societies = ", ".join(f"'{role}'" for role in OF_SOCIETIES)
    roles = ", ".join(f"'{role}'" for role in purpose.roles)
    role = "h.role, " if len(purpose.roles) > 1 else ""
    return f"""(SELECT h.track_id AS track, h.party_id AS party, {role}p.said, p.place,
        p.starts_as = {Class.K:d} AS by_agreement, CASE
            WHEN p.starts_as = {Class.N:d} THEN {NUMBERS[Rule.NECESSARY]}
            WHEN p.starts_as = {Class.X:d} THEN {NUMBERS[Rule.NOT_IN_TERMS]}
            WHEN h.standing <> '{Standing.CONFIRMED}'
                AND (p.starts_as <> {Class.D:d} OR h.standing <> '{Standing.CURATOR}') THEN {NUMBERS[Rule.UNCONFIRMED]}
            {minor}
            WHEN h.society <> '' AND h.mandate_at IS NULL
                AND (p.starts_as <> {Class.D:d} OR h.role IN ({societies})) THEN {NUMBERS[Rule.MANDATE_MISSING]}
            END AS fixed
        FROM rights_holding h JOIN holders p ON p.party = h.party_id
        WHERE h.role IN ({roles}) AND {among("h.track_id", chosen)} {AS_IT_IS[connection.vendor]})"""


def answer() -> str:
    """Of the holder of one right `h`, where `e` is what they say of the work itself."""
    said = f"COALESCE(e.said, {opened('h.said', 'h.place', 'e.returned')})"
    return f"""COALESCE(h.fixed, CASE WHEN h.by_agreement AND {said} = {NUMBERS[Rule.GRANTED]}
        THEN {NUMBERS[Rule.AGREEMENT_MISSING]} ELSE {said} END)"""


def decisions(purpose: Purpose, chosen: str) -> str:
    return f"""SELECT t.id AS track, CASE
            WHEN t.taken_down_at IS NOT NULL OR t.artist_id IN (SELECT artist FROM down)
                THEN {NUMBERS[Rule.TAKEN_DOWN]}
            {disputed(purpose)}
            WHEN {" OR ".join(lacks(role, purpose) for role in purpose.roles)} THEN {NUMBERS[Rule.NO_HOLDER]}
            ELSE COALESCE(NULLIF(MAX({answer()}), {WEIGHTS[Rule.BY_TERMS]}), CASE WHEN MAX(h.party) IS NULL
                THEN {NUMBERS[Rule.NOTHING_TO_GIVE]} ELSE {NUMBERS[Rule.BY_TERMS]} END) END AS rule
        FROM catalog_track t
        LEFT JOIN {held(purpose, chosen)} AS h ON h.track = t.id
        LEFT JOIN exceptions e ON e.party = h.party AND e.track = h.track
        WHERE {among("t.id", chosen)} GROUP BY t.id"""


def disputed(purpose: Purpose) -> str:
    if not purpose.guarded:
        return ""
    opened = "SELECT d.track_id FROM rights_dispute d WHERE d.closed_at IS NULL"
    return f"WHEN t.id IN ({opened}) THEN {NUMBERS[Rule.DISPUTED]}"


def lacks(role: Role, purpose: Purpose) -> str:
    has = f"CASE WHEN h.role = '{role}' THEN 1 END" if len(purpose.roles) > 1 else "h.party"
    lacked = f"MAX({has}) IS NULL"
    return f"({lacked} AND t.language <> '{INSTRUMENTAL}')" if role in MAY_LACK else lacked


def pairs(chosen: str) -> str:
    """Works that are one recording with a work of another account: to the byte, or by a match that is open."""
    return f"""pairs AS MATERIALIZED (
        SELECT t.id AS track, other.track_id AS twin
        FROM catalog_track t
        JOIN media_master own ON own.track_id = t.id AND own.current
        JOIN media_master other ON other.original_id = own.original_id AND other.current AND other.track_id <> t.id
        {of_others("other.track_id")}
        WHERE {among("t.id", chosen)}
        UNION ALL
        SELECT t.id, m.twin
        FROM (
            SELECT track_id AS track, other_id AS twin FROM rights_match WHERE closed_at IS NULL
            UNION ALL SELECT other_id, track_id FROM rights_match WHERE closed_at IS NULL
        ) AS m
        JOIN catalog_track t ON t.id = m.track
        {of_others("m.twin")}
        WHERE {among("t.id", chosen)})"""


def of_others(twin: str) -> str:
    return f"""JOIN catalog_artist mine ON mine.id = t.artist_id
        JOIN catalog_track twin ON twin.id = {twin}
        JOIN catalog_artist theirs ON theirs.id = twin.artist_id AND theirs.owner_id <> mine.owner_id"""


def refusing_twins(purpose: Purpose) -> str:
    decided = decisions(purpose, "SELECT twin FROM pairs")
    refused = f"SELECT track FROM ({decided}) AS twins WHERE rule >= {REFUSING_FROM}"
    return f"refusing AS MATERIALIZED (SELECT DISTINCT track FROM pairs WHERE twin IN ({refused}))"


def with_twins(decided: str) -> str:
    return f"""SELECT decided.track AS track,
            CASE WHEN rule < {REFUSING_FROM} AND refusing.track IS NOT NULL THEN {NUMBERS[Rule.TWIN_NOT_GIVEN]}
            ELSE rule END AS rule
        FROM ({decided}) AS decided LEFT JOIN refusing ON refusing.track = decided.track"""
