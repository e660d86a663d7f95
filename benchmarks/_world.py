"""An instance with any number of tracks, and all else in proportion: what pages, programs and workers go through.

Fifty tracks to an artist, ten to a release; two comments a track, one case in a hundred; every track with recording,
receipt, finished job and tasks, holders, and five runs at the gate. Call `fill` on a prepared database.
"""

import json
from dataclasses import dataclass

from _rows import rows, vendor

WORDS = ("dawn", "river", "glass", "winter", "copper", "harbour", "signal", "orchard", "ember", "northern")
RUNS = 5
RENDITION = {
    "kind": "mp3",
    "file": "progressive.mp3",
    "playlist": "",
    "codecs": "mp3",
    "media_type": "audio/mpeg",
    "size": 9,
    "bit_rate": 160_000,
    "peak_bit_rate": 170_000,
    "delay": 1024,
    "frames": 8_640_000,
}


@dataclass(frozen=True)
class World:
    """Numbers of rows, and who asks: Alice's page is the first artist's, Bob listens, Mona moderates."""

    tracks: int

    @property
    def artists(self) -> int:
        return max(2, self.tracks // 50)

    @property
    def releases(self) -> int:
        return max(2, self.tracks // 10)

    @property
    def cases(self) -> int:
        """At least as many as a page of them shows, so that pages of all worlds are as long."""
        return max(2_000, self.tracks // 100)


def public_name(kind: int) -> str:
    """Sixteen characters of a public name, in no order, and none twice: the prime is larger than any world."""
    number = f"((CAST(i AS bigint) + {kind * 10_000_000}) * 982451653 % 1000000007)"
    digits = f"printf('%016d', {number})" if vendor() == "sqlite" else f"lpad({number}::text, 16, '0')"
    for digit, letter in zip("0189", "abcd", strict=True):
        digits = f"replace({digits}, '{digit}', '{letter}')"
    return digits


def ago(minutes: str) -> str:
    if vendor() == "sqlite":
        return f"datetime('now', printf('%+d minutes', -({minutes})))"
    return f"now() - ({minutes}) * interval '1 minute'"


def hexadecimal(kind: str) -> str:
    """64 characters, like a SHA-256."""
    number = "printf('%056d', i)" if vendor() == "sqlite" else "lpad(i::text, 56, '0')"
    return f"'{kind:0<8}' || {number}"


def as_json(value: object) -> str:
    return f"'{json.dumps(value)}'" + ("" if vendor() == "sqlite" else "::jsonb")


def word(of: str) -> str:
    cases = " ".join(f"WHEN {n} THEN '{each}'" for n, each in enumerate(WORDS))
    return f"CASE ({of}) % {len(WORDS)} {cases} END"


TEXT = f"{word('i / 7')} || ' ' || {word('i')} || ', as people describe what they made; ' || i"


def artist_of(world: World) -> str:
    return f"1 + i % {world.artists}"


def fill(world: World) -> None:
    from django.db import connection, transaction  # noqa: PLC0415 - the settings come first

    with transaction.atomic(), connection.cursor() as cursor:
        if vendor() == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")  # references hold by the way rows are made
        people(world)
        works(world)
        releases(world)
        search_documents(world)
        recordings(world)
        talk(world)
        rights(world)
        uses(world)
        the_log(world)
        tasks(world)
    if vendor() == "postgresql":  # whose own autovacuum would; nobody does it for SQLite
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def people(world: World) -> None:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from allauth.mfa.utils import encrypt  # noqa: PLC0415
    from django.contrib.sessions.models import Session  # noqa: PLC0415

    from libitum.accounts.models import User  # noqa: PLC0415
    from libitum.rights.models import Acceptance, Party, TermsVersion  # noqa: PLC0415

    number = 2 * world.artists
    terms = TermsVersion.objects.earliest("number")
    rows(
        User,
        number,
        uid=public_name(1),
        email="'a' || i || '@example.org'",
        name="'Person ' || i",
        is_adult="i > 0",
        is_staff="i = 3",
    )
    Authenticator.objects.create(user_id=3, type=Authenticator.Type.TOTP, data={"secret": encrypt("nobody's")})
    rows(Acceptance, number, user_id="i", version_id=str(terms.pk), language="'en'", how="'page'")
    rows(Party, number, uid=public_name(2), user_id="i", is_adult="i > 0")
    rows(
        Session, number, session_key=hexadecimal("s").replace("56", "24"), session_data="'x'", expire_date=ago("-9999")
    )


def works(world: World) -> None:
    from libitum.catalog import models as catalog  # noqa: PLC0415

    tags = 100
    rows(
        catalog.Artist,
        world.artists,
        uid=public_name(3),
        owner_id="i",
        name=f"{word('i')} || ' ' || i",
        slug="'artist-' || i",
        bio="'A few words about whoever makes this, ' || i",
    )
    rows(
        catalog.ArtistLink,
        world.artists,
        artist_id="i",
        label="'Site'",
        url="'https://example.org/' || i",
        position="0",
    )
    rows(
        catalog.Track,
        world.tracks,
        uid=public_name(4),
        artist_id=artist_of(world),
        slug="'track-' || i",
        title=f"{word('i')} || ' ' || {word('i / 10')} || ' ' || i",
        description=f"{TEXT} || {TEXT} || {TEXT}",
        visibility="CASE WHEN i % 20 = 0 THEN 'private' ELSE 'public' END",
        publish_at=ago("i"),
        created_at=ago("i"),
        genre="CASE i % 4 WHEN 0 THEN 'jazz' WHEN 1 THEN 'rock' WHEN 2 THEN 'folk' ELSE 'ambient' END",
        audio_ready_at=ago("i"),
        duration_ms="180000",
        rights_basis="'holder'",
        downloadable=f"i <= {world.tracks // 10}",
        ai_vocals="CASE WHEN i % 15 = 0 THEN 'generated' ELSE '' END",
    )
    rows(catalog.Tag, tags, name=f"{word('i')} || i", slug="'tag-' || i")
    rows(catalog.Track.tags.through, world.tracks, track_id="i", tag_id=f"1 + i % {tags}")
    rows(catalog.Credit, world.tracks, track_id="i", role="'composer'", name="'Somebody ' || i % 999", position="0")
    rows(catalog.PastSlug, world.tracks // 20, artist_id=artist_of(world), track_id="i", slug="'former-' || i")
    rows(catalog.SecretLink, world.tracks // 20, uid=public_name(6), token=public_name(6), track_id="i")


def releases(world: World) -> None:
    from libitum.catalog import models as catalog  # noqa: PLC0415

    rows(
        catalog.Release,
        world.releases,
        uid=public_name(5),
        artist_id=artist_of(world),
        slug="'release-' || i",
        title=f"{word('i')} || ' release ' || i",
        visibility="'public'",
        publish_at=ago("i * 10"),
        created_at=ago("i"),
    )
    rows(
        catalog.ReleaseTrack,
        world.tracks,
        release_id=f"1 + i % {world.releases}",
        track_id="i",
        position=f"i / {world.releases}",
    )


def search_documents(world: World) -> None:
    from libitum.catalog import models as catalog  # noqa: PLC0415

    rows(
        catalog.SearchDocument,
        world.tracks,
        kind="'track'",
        object_id="i",
        title=f"{word('i')} || ' ' || {word('i / 10')} || ' ' || i",
        names=f"'artist ' || ({artist_of(world)})",
        words=f"{TEXT} || {TEXT}",
    )
    rows(
        catalog.SearchDocument,
        world.artists,
        kind="'artist'",
        object_id="i",
        title=f"{word('i')} || ' ' || i",
        names="''",
        words="'a few words'",
    )
    rows(
        catalog.SearchDocument,
        world.releases,
        kind="'release'",
        object_id="i",
        title=f"{word('i')} || ' release ' || i",
        names="''",
        words="''",
    )


def recordings(world: World) -> None:
    from libitum.media import models as media  # noqa: PLC0415
    from libitum.media.stamps import digest_of  # noqa: PLC0415
    from libitum.policy import policy  # noqa: PLC0415

    says = f"'{digest_of(policy())}'"
    each = {"created_at": ago("i")}
    owner = artist_of(world)
    rows(
        media.Upload,
        world.tracks,
        uid=public_name(7),
        owner_id=owner,
        track_id="i",
        filename="'take.wav'",
        length="9",
        offset="9",
        state="'accepted'",
        received_at=ago("i"),
        sha256=hexadecimal("h"),
        **each,
    )
    rows(media.Original, world.tracks, sha256=hexadecimal("h"), size="9", stored_at=ago("i"), **each)
    rows(
        media.Master,
        world.tracks,
        uid=public_name(8),
        track_id="i",
        original_id="i",
        upload_id="i",
        state="'ready'",
        current="i > 0",
        prefix="'sets/' || i",
        channels="2",
        sample_rate="48000",
        samples="48000",
        ready_at=ago("i"),
        says=says,
        renditions=as_json([RENDITION]),
        **each,
    )
    rows(
        media.ProcessingJob,
        world.tracks,
        uid=public_name(9),
        upload_id="i",
        attempts="1",
        fence="1",
        run_after=ago("i"),
        state="CASE WHEN i <= 20 THEN 'waiting' WHEN i % 1000 = 0 THEN 'failed' ELSE 'done' END",
        **each,
    )
    rows(
        media.Artwork,
        world.tracks // 2,
        uid=public_name(10),
        track_id="i",
        prefix="'pictures/' || i",
        width="900",
        height="900",
        widths=as_json([300, 900]),
    )
    rows(
        media.Stamped,
        world.tracks // 10,
        master_id="i",
        kind="'download'",
        wanted=says,
        digest=says,
        prefix="'stamped/' || i",
        file="'it.mp3'",
        size="9",
        made_at=ago("i"),
    )


def talk(world: World) -> None:
    from libitum.community import models as community  # noqa: PLC0415

    author = f"1 + i % {2 * world.artists}"
    rows(
        community.Comment,
        2 * world.tracks,
        uid=public_name(11),
        track_id=f"1 + i % {world.tracks}",
        author_id=author,
        body="'Said about it, ' || i",
        at_ms="i % 180000",
        created_at=ago("i"),
    )
    waiting = f"CASE WHEN i % 20 = 0 THEN {ago('i')} END"
    rows(
        community.Case,
        world.cases,
        uid=public_name(12),
        kind="'track'",
        subject_uid=public_name(4).replace("(CAST(i AS bigint)", "(CAST(i AS bigint) * 100"),
        label="'A track'",
        address="'/artist/track'",
        owner_id=f"1 + i % {world.artists}",
        waiting_since=waiting,
        urgent="i % 200 = 0",
    )
    rows(
        community.Decision,
        world.cases,
        uid=public_name(13),
        case_id="i",
        moderator_id="3",
        outcome="'no-action'",
        facts="'Looked at it.'",
        created_at=ago("i"),
    )
    rows(
        community.Notice,
        world.cases,
        uid=public_name(14),
        case_id="i",
        category="'copyright'",
        explanation="'It is mine.'",
        language="'en'",
        decision_id="CASE WHEN i % 20 <> 0 THEN i END",
        notifier_id=author,
        created_at=ago("i"),
    )
    rows(
        community.ModerationEvent,
        2 * world.cases,
        uid=public_name(15),
        case_id=f"1 + i % {world.cases}",
        kind="'notice'",
        at=ago("i"),
    )
    rows(
        community.Letter,
        world.cases,
        notice_id="i",
        due_at="NULL" if vendor() == "sqlite" else "NULL::timestamptz",
        sent_at=ago("i"),
        attempts="1",
    )


def rights(world: World) -> None:
    from libitum.rights import models  # noqa: PLC0415

    party = artist_of(world)
    empty = "''" if vendor() == "sqlite" else "''::bytea"
    for number, role in enumerate(("performer", "recording", "composition", "lyrics")):
        rows(
            models.Holding,
            world.tracks,
            uid=public_name(16 + number),
            track_id="i",
            party_id=party,
            role=f"'{role}'",
            standing="'confirmed'",
        )
    rows(models.Statement, world.artists, uid=public_name(20), party_id="i", body=empty, at=ago("i"))
    for number, purpose in enumerate(("disc.organise", "disc.recommend", "gen.train.recording")):
        rows(
            models.Word,
            world.artists,
            uid=public_name(21 + number),
            party_id="i",
            statement_id="i",
            purpose=f"'{purpose}'",
            level="0",
            allowed="i % 2 = 0",
            taker="'instance'",
            at="1",
        )
    rows(
        models.Word,
        world.tracks // 10,
        uid=public_name(24),
        party_id=party,
        statement_id=party,
        purpose="'disc.organise'",
        level="2",
        track_id="i",
        allowed="i % 3 = 0",
        taker="'instance'",
        at="1",
    )


def uses(world: World) -> None:
    from libitum.analysis.models import Hearing  # noqa: PLC0415
    from libitum.rights import models  # noqa: PLC0415

    rows(models.Commitment, world.tracks, track_id="i", key=hexadecimal("k"), value=hexadecimal("v"))
    rows(
        models.Run,
        RUNS,
        uid=public_name(25),
        engine_id="1",
        purpose="'disc.organise'",
        taker="'instance'",
        state="'closed'",
        at="i",
        allowed=str(world.tracks),
        outcome=as_json({"handed_out": world.tracks, "kept": world.tracks, "refused": []}),
        opened_at=ago("i * 9"),
        closed_at=ago("i * 8"),
    )
    rows(
        models.UseRecord,
        RUNS * world.tracks,
        run_id=f"1 + i / {world.tracks} % {RUNS}",
        track_id=f"1 + i % {world.tracks}",
        rule="2",
        handed_out_at=ago("i / 1000"),
        kept="i > 0",
    )
    rows(
        models.Output,
        world.tracks,
        uid=public_name(26),
        run_id="1",
        track_id="i",
        kind="'facts'",
        sha256=hexadecimal("o"),
    )
    rows(
        Hearing,
        world.tracks,
        track_id="i",
        state="CASE WHEN i <= 20 THEN 'waiting' ELSE 'done' END",
        tempo="120.0",
        key="'C'",
        mode="'major'",
        output=public_name(26),
        due_at=f"CASE WHEN i <= 20 THEN {ago('i')} ELSE {ago('-9999')} END",
    )


def the_log(world: World) -> None:
    """Entries that wait for their place come from `prepare` alone; these are placed."""
    from libitum.ledger import models  # noqa: PLC0415

    body = "CAST('{}' AS BLOB)" if vendor() == "sqlite" else "'{}'::bytea"
    rows(
        models.Entry,
        2 * world.tracks,
        type="CASE WHEN i % 2 = 0 THEN 'work.publish' ELSE 'consent' END",
        body=body,
        position="i + 1000",
        created_at=ago("i"),
    )
    rows(models.Pseudonym, world.tracks, kind="'work'", subject="'' || i", value=hexadecimal("").replace("56", "24"))


def tasks(world: World) -> None:
    """What the queue keeps of two days: here, two calls for every track."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    key = "printf('%032d', i)" if vendor() == "sqlite" else "lpad(i::text, 32, '0')::uuid"
    rows(
        DBTaskResult,
        2 * world.tracks,
        id=key,
        status="CASE WHEN i <= 20 THEN 'READY' ELSE 'SUCCESSFUL' END",
        enqueued_at=ago("i % 2000"),
        args_kwargs="""'{"args": [], "kwargs": {}}'"""
        if vendor() == "sqlite"
        else """'{"args": [], "kwargs": {}}'::jsonb""",
        task_path="'libitum.media.tasks.work'",
        backend_name="'default'",
        run_after=ago("i % 2000"),
        exception_class_path="''",
        traceback="''",
    )
