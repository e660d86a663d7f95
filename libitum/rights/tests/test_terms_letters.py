"""Everybody is written to once: through kills, refusals and a mail server that is away."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from libitum.accounts.models import User
from libitum.rights.models import TermsLetter, TermsVersion
from libitum.rights.services import announcing
from libitum.rights.services.announcing import send_due_letters

from .versions import announced, shipped

Mailbox = list[EmailMessage]
EVERYBODY = ["alice@example.org", "bob@example.org", "charlie@example.org", "mona@example.org"]


class Killed(BaseException):
    """As if the worker's process had ended here."""


@pytest.fixture
def wider(terms: TermsVersion, mona: User) -> TermsVersion:
    return announced(shipped(clause={"ana.research": "D", "disc.search": "O"}))


def recipients(mailbox: Mailbox) -> list[str]:
    return sorted(mail.to[0] for mail in mailbox)


def test_the_first_version_is_written_to_nobody(terms: TermsVersion) -> None:
    assert TermsLetter.objects.count() == 0


def test_everybody_is_told_what_changes_and_that_nothing_is_asked(wider: TermsVersion, mailoutbox: Mailbox) -> None:
    assert send_due_letters() == 4
    assert recipients(mailoutbox) == EVERYBODY
    body = str(mailoutbox[0].body)
    for words in ("version 2", "- Take part in research", "- Let it be found", "/terms/2/diff", "If you do nothing"):
        assert words in body
    assert mailoutbox[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert send_due_letters() == 0


def test_invented_and_suspended_people_are_not_written_to(terms: TermsVersion, bob: User, charlie: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_demo=True)
    User.objects.filter(pk=charlie.pk).update(is_active=False)
    announced(shipped(clause={"disc.search": "O"}))
    assert [letter.user.name for letter in TermsLetter.objects.all()] == ["Alice"]


def test_a_worker_that_is_killed_writes_to_nobody_twice(
    wider: TermsVersion, mailoutbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after a letter went out and before that was noted, at every one of them."""
    original = EmailMessage.send

    def send_and_die(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        original(self, *args, **kwargs)
        raise Killed

    monkeypatch.setattr(EmailMessage, "send", send_and_die)
    for _round in range(4):
        with pytest.raises(Killed):
            send_due_letters()
    assert send_due_letters() == 0
    assert recipients(mailoutbox) == EVERYBODY


def test_a_mail_server_that_is_away_costs_only_time(
    wider: TermsVersion, mailoutbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(announcing, "get_connection", refuse)
        assert send_due_letters() == 0
    assert not TermsLetter.objects.exclude(claimed_at=None).exists()
    assert send_due_letters() == 4


def test_a_line_that_breaks_stops_the_round_and_repeats_nothing(
    wider: TermsVersion, mailoutbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = EmailMessage.send

    def send_and_break(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        original(self, *args, **kwargs)
        raise SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", send_and_break)
        assert send_due_letters() == 0
    assert send_due_letters() == 3
    assert recipients(mailoutbox) == EVERYBODY


def test_an_address_that_is_refused_is_tried_again_later(
    wider: TermsVersion, mailoutbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        raise SMTPRecipientsRefused({})

    with monkeypatch.context() as refusing:
        refusing.setattr(EmailMessage, "send", refuse)
        assert send_due_letters() == 0
    assert send_due_letters() == 0
    letters = TermsLetter.objects.all()
    assert {letter.due_at > timezone.now() for letter in letters if letter.due_at} == {True}
    letters.update(due_at=timezone.now())
    assert send_due_letters() == 4


def test_a_worker_is_woken_when_the_announcement_has_committed(
    terms: TermsVersion, django_capture_on_commit_callbacks: Any
) -> None:
    before = DBTaskResult.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        announced(shipped(clause={"disc.search": "O"}))
    assert DBTaskResult.objects.count() > before
