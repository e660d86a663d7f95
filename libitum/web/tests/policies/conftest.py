"""An instance with a past: what it told machines over a week, and a work that was open for a while."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.crawlers.agents import Category
from libitum.crawlers.models import SignalSet, Treatment, WorkSignal
from libitum.crawlers.services import choose_for_agent, ensure_signals, settle_works, switch_category
from libitum.ledger.publishing import heartbeat, make_key_once
from libitum.ledger.services import publish_now
from libitum.rights.tests.saying import accept, give, publish_terms, refuse
from libitum_verify.rights.facts import ANYBODY

Moments = tuple[datetime, datetime, datetime]
TO_EVERYBODY = "share.public"


def at_noon(days_ago: int) -> datetime:
    return datetime.combine(timezone.now().date(), datetime.min.time(), UTC) + timedelta(hours=12 - 24 * days_ago)


def day(moment: datetime) -> str:
    return moment.date().isoformat()


@pytest.fixture
def moments(db: None) -> Moments:
    """Three versions, of seven, five and two days ago, in a log that has signed them."""
    found = at_noon(7), at_noon(5), at_noon(2)
    make_key_once()
    heartbeat()
    ensure_signals()
    switch_category(category=Category.PREVIEWS, closed=True)
    choose_for_agent(name="GPTBot", treatment=Treatment.OPEN, why="They pay.")
    for number, moment in enumerate(found, 1):
        SignalSet.objects.filter(number=number).update(since=moment)
    publish_now()
    return found


@pytest.fixture
def opened(moments: Moments, alice: User, song: Track) -> Track:
    """Open from six days ago until four days ago."""
    Track.objects.filter(pk=song.pk).update(created_at=at_noon(6) - timedelta(hours=6))
    accept(publish_terms(), alice)
    give(alice, TO_EVERYBODY, track=song, taker=ANYBODY)
    settle_works()
    refuse(alice, TO_EVERYBODY, track=song, taker=ANYBODY)
    settle_works()
    WorkSignal.objects.filter(track=song, is_open=True).update(at=at_noon(6))
    WorkSignal.objects.filter(track=song, is_open=False).update(at=at_noon(4))
    publish_now()
    return Track.objects.get(pk=song.pk)
