"""What each side of a notice reads."""

from django.db.models import QuerySet

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.community.models import Decision, Kind, Notice, Outcome

KINDS = {Track: Kind.TRACK, Release: Kind.RELEASE, Artist: Kind.ARTIST}


def decisions_about(user: User) -> QuerySet[Decision]:
    """Every decision about something of theirs, newest first, with what statements and appeals need. Five queries."""
    rows = Decision.objects.filter(case__owner=user).select_related("case")
    return rows.prefetch_related("case__notices", "case__decisions", "appeals").order_by("-created_at", "-pk")


def standing_decision(work: Track | Release | Artist) -> Decision | None:
    """By which a work is down; for a banner on its owner's pages. No query while it isn't."""
    if work.taken_down_at is None:
        return None
    rows = Decision.objects.filter(case__kind=KINDS[type(work)], case__subject_uid=work.uid, outcome=Outcome.TAKE_DOWN)
    return rows.select_related("case").order_by("-pk").first()


def notice_with_key(uid: str, key: str) -> Notice | None:
    """For whoever has the key, which its giver alone was told."""
    notice = Notice.objects.filter(uid=uid).select_related("case", "decision").first()
    return notice if notice is not None and notice.opens_with(key) else None


def notices_by(user: User) -> QuerySet[Notice]:
    """Those that somebody wanted to find again in their account, newest first."""
    return Notice.objects.filter(notifier=user).select_related("case", "decision").order_by("-created_at", "-pk")
