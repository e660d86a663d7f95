"""What happens to works, told in a few lines: decisions signed for by a device, runs of the gate, all of it logged."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_track
from libitum.ledger.models import Entry
from libitum.ledger.services import append_one, publish_now
from libitum.rights.gate.records import finish, write_run
from libitum.rights.models import Ceremony, Engine, Run, RunState, Statement
from libitum.rights.rules import REFUSING_FROM
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.signing import sign
from libitum.rights.services.statements import Draft
from libitum.rights.tests.devices import Device, add_passkey
from libitum_verify.rights.facts import INSTANCE, Use

CEILING = ["disc.organise", "gen.train.style", "gen.input.remix"]


def decide(user: User, *drafts: Draft, device: Device | None = None) -> Statement:
    """As on the desk; what needs it is signed with the device."""
    made = propose(actor=user, party=party_of(user), drafts=drafts, language="en")
    if isinstance(made, Statement):
        return made
    assert isinstance(made, Ceremony)
    if device is None:
        device = Device()
        add_passkey(user, device)
    return sign(actor=user, ceremony=made, credential=device.sign(made))


def now() -> int:
    return int(timezone.now().timestamp())


def another(artist: Artist, title: str) -> Track:
    return create_track(
        actor=artist.owner, artist=artist, title=title, visibility=Visibility.PUBLIC, rights_basis="holder"
    )


class Story:
    def __init__(self, song: Track) -> None:
        self.song = song
        self.engine = Engine.objects.create(
            slug="ears",
            version="2.1",
            name="Ears",
            description="Hears tempo and key.",
            maker="Libitum",
            licence="AGPL-3.0-or-later",
            ceiling=CEILING,
            training=[{"name": "Old scores", "url": "", "licence": "CC0", "opted_in": "yes", "note": "Public domain."}],
            code="ab" * 32,
            entry=self.registration().pk,
        )

    def registration(self) -> Entry:
        body = {"engine": "ears", "version": "2.1", "taker": INSTANCE, "ceiling": CEILING, "sha256": "cd" * 32}
        with transaction.atomic():
            return append_one(type="actor.register", body=body)  # type: ignore[arg-type]

    def run(self, tracks: Iterable[Track], purpose: str = "disc.organise", *, hand_out: bool = True) -> Run:
        """Decided, logged, handed out, closed: without an engine's program, whose work is nothing to these tests."""
        with transaction.atomic():
            run = write_run(engine=self.engine, use=Use(purpose, INSTANCE, actor="ears"), tracks=tracks, at=now())
        if hand_out:
            run.uses.filter(rule__lt=REFUSING_FROM).update(handed_out_at=timezone.now(), kept=True)
            with transaction.atomic():
                finish(run, state=RunState.CLOSED, kind="tags", kept=1, dropped=0, sha256="ef" * 32)
        return run

    def publish(self) -> None:
        publish_now()
