"""What is forgotten when its time is over. Run as often as you like; it can be cut off anywhere."""

from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from libitum.accounts.models import User
from libitum.community.models import Appeal, Case, Comment, EventKind, Kind, Letter, Notice

from .cases import record


def sweep() -> dict[str, int]:
    """Counts of what was forgotten: `comments`, `notices`, `senders`."""
    return {"comments": forget_removed_comments(), "notices": forget_old_notices(), "senders": forget_senders()}


@transaction.atomic
def forget_removed_comments() -> int:
    """The words go; the row stays only where answers to it do. What moderators still have to judge is kept."""
    before = timezone.now() - timedelta(days=settings.REMOVED_COMMENTS_KEPT_DAYS)
    waiting = Case.objects.filter(kind=Kind.COMMENT).exclude(waiting_since=None).values("subject_uid")
    gone = Comment.objects.filter(Q(deleted_at__lte=before) | Q(author=None)).exclude(uid__in=waiting)
    count = gone.exclude(body="").count()
    gone.filter(parent__isnull=False).delete()
    gone.filter(~Exists(Comment.objects.filter(parent=OuterRef("pk"))), parent=None).delete()
    gone.exclude(body="").update(body="")
    return count


@transaction.atomic
def forget_old_notices() -> int:
    """With complaints, appeals and letters; decisions and the record of acts, which name nobody, stay."""
    before = timezone.now() - timedelta(days=settings.NOTICES_KEPT_DAYS)
    old = Notice.objects.filter(decision__created_at__lte=before, case__waiting_since=None)
    for case, number in Counter(old.values_list("case", flat=True)).items():
        record(Case(pk=case), EventKind.FORGOTTEN, notices=number)
    Appeal.objects.filter(answer__created_at__lte=before, notice=None).delete()
    Letter.objects.filter(created_at__lte=before).delete()
    return old.delete()[1].get("community.Notice", 0)


def forget_senders() -> int:
    """Hashes of network addresses are kept for as long as a limit counts them."""
    longest = max(seconds for _number, seconds in settings.NOTICE_LIMITS)
    before = timezone.now() - timedelta(seconds=longest)
    return Notice.objects.filter(created_at__lte=before).exclude(sender_key="").update(sender_key="")


def forget_person(*, user: User) -> None:
    """Their words go at once, and their names from the record; answers of others stay."""
    Comment.objects.filter(author=user).update(body="", deleted_at=timezone.now())
    Case.objects.filter(owner=user).update(label="—", address="/")
