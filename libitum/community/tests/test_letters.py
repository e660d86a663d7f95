"""What both sides are told, in their language, once, even if the mail server is away."""

from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import get_language
from django_tasks_db.models import DBTaskResult

from libitum.accounts.models import User
from libitum.community import letters
from libitum.community.models import Decision, Letter, Notice
from libitum.community.services import appeal, decide, send_due_letters
from libitum.community.services.letters import send

from .conftest import GiveNotice
from .test_decisions import NO_ACTION, RESTORE, TAKE_DOWN

Mailbox = list[EmailMessage]


def sent(mailbox: Mailbox, to: str) -> list[str]:
    return [str(mail.body) for mail in mailbox if mail.to == [to]]


def test_the_receipt_has_number_and_address_but_not_what_was_typed(notify: GiveNotice, mailoutbox: Mailbox) -> None:
    notice = notify(explanation="Buy my pills", name="Cheap pills")
    assert send_due_letters() == 1
    (mail,) = mailoutbox
    assert mail.to == ["zoe@example.net"]
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert notice.uid in mail.body
    assert f"http://localhost:8000/notices/{notice.uid}?key={notice.key}" in mail.body
    assert "pills" not in f"{mail.subject} {mail.body}"
    assert send_due_letters() == 0


def test_a_takedown_is_explained_to_both_sides(notify: GiveNotice, mona: User, mailoutbox: Mailbox) -> None:
    notice = notify()
    decide(actor=mona, case=notice.case, **TAKE_DOWN)
    send_due_letters()
    (to_owner,) = sent(mailoutbox, "alice@example.org")
    assert "First light · Ada Ferrante" in to_owner
    for words in (
        "taken down",
        "The melody is Zoe's.",
        "2001/29/EC, Art. 3",
        "No automated means",
        "Somebody gave notice",
    ):
        assert words in to_owner
    assert "you can appeal, free of charge" in to_owner
    assert "http://localhost:8000/my/notices" in to_owner
    assert "zoe@example.net" not in to_owner
    assert "Zoe Notifier" not in to_owner
    to_notifier = sent(mailoutbox, "zoe@example.net")[-1]
    for words in ("taken down", "The melody is Zoe's.", "2001/29/EC, Art. 3", notice.key):
        assert words in to_notifier


def test_the_owner_reads_a_name_only_if_its_bearer_agreed(notify: GiveNotice, mona: User, mailoutbox: Mailbox) -> None:
    notice = notify(share_identity=True)
    decide(actor=mona, case=notice.case, **TAKE_DOWN)
    send_due_letters()
    (to_owner,) = sent(mailoutbox, "alice@example.org")
    assert "Notice was given by Zoe Notifier" in to_owner
    assert "zoe@example.net" not in to_owner


def test_everybody_reads_their_own_language(
    notify: GiveNotice, alice: User, mona: User, mailoutbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalogues are made at the end, so what is tried here is which language is asked for."""
    alice.language = "it"
    alice.save()
    notice = notify(language="fr")
    decide(actor=mona, case=notice.case, **NO_ACTION)
    asked: list[tuple[str, str | None]] = []
    original = letters.mail

    def mail(subject: str, recipient: str, name: str, context: dict[str, object]) -> EmailMessage:
        asked.append((recipient, get_language()))
        return original(subject, recipient, name, context)

    monkeypatch.setattr(letters, "mail", mail)
    send_due_letters()
    assert set(asked) == {("alice@example.org", "it"), ("zoe@example.net", "fr")}


def test_a_restoration_is_told_to_both_sides(notify: GiveNotice, alice: User, mona: User, mailoutbox: Mailbox) -> None:
    notice = notify()
    takedown = decide(actor=mona, case=notice.case, **TAKE_DOWN)
    appeal(actor=alice, decision=takedown, text="Here is the licence.")
    decide(actor=mona, case=notice.case, **RESTORE)
    send_due_letters()
    assert "brought back" in sent(mailoutbox, "alice@example.org")[-1]
    answer = sent(mailoutbox, "zoe@example.net")[-1]
    assert "brought back" in answer
    assert "you can answer, free of charge" in answer
    assert "Here is the licence." not in answer


def test_nobody_left_to_write_to(notify: GiveNotice, alice: User, mona: User, mailoutbox: Mailbox) -> None:
    alice.is_demo = True
    alice.save()
    decide(actor=mona, case=notify(email="").case, **NO_ACTION)
    assert send_due_letters() == 0
    assert mailoutbox == []
    assert not Letter.objects.filter(sent_at=None).exists()


class TestWhenTheMailServerIsAway:
    @pytest.fixture
    def away(self, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
        def refuse(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
            raise SMTPServerDisconnected

        monkeypatch.setattr(EmailMessage, "send", refuse)
        return monkeypatch

    def test_letters_wait_and_go_out_later(
        self, notify: GiveNotice, away: pytest.MonkeyPatch, mailoutbox: Mailbox
    ) -> None:
        notify()
        assert send_due_letters() == 0
        letter = Letter.objects.get()
        assert (letter.attempts, letter.sent_at) == (1, None)
        assert letter.due_at is not None
        assert letter.due_at > timezone.now()
        assert send_due_letters() == 0
        assert Letter.objects.get().attempts == 1
        away.undo()
        Letter.objects.update(due_at=timezone.now())
        assert send_due_letters() == 1
        assert len(mailoutbox) == 1

    @pytest.mark.usefixtures("away")
    def test_at_some_point_we_give_up(self, notify: GiveNotice) -> None:
        notify()
        for _attempt in range(20):
            Letter.objects.exclude(due_at=None).update(due_at=timezone.now())
            send_due_letters()
        assert (Letter.objects.get().attempts, Letter.objects.get().due_at) == (7, None)


def test_a_letter_claimed_by_one_worker_is_not_sent_by_another(notify: GiveNotice, mailoutbox: Mailbox) -> None:
    notify()
    first, second = Letter.objects.get(), Letter.objects.get()
    assert [send(first), send(second)] == [True, False]
    assert len(mailoutbox) == 1


def test_a_worker_is_woken_when_the_transaction_is_over(
    notify: GiveNotice, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notify()
    assert DBTaskResult.objects.filter(task_path="libitum.community.tasks.send_letters").count() == 1


def test_the_decisions_letter_survives_a_crash_in_its_transaction(notify: GiveNotice, mona: User) -> None:
    """Letter and decision are written together or not at all."""
    notice: Notice = notify()
    Letter.objects.all().delete()
    decision: Decision = decide(actor=mona, case=notice.case, **NO_ACTION)
    assert set(Letter.objects.values_list("decision", "notice")) == {(decision.pk, None), (decision.pk, notice.pk)}
