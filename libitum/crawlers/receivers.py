"""What changes the carriers of works: their holders' words, and whether and where they are listed."""

from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.signals import track_saved, visibility_decided
from libitum.rights.gate import decisions_may_change

from .services import make_carriers, settle_works


def settle_them(sender: object, works: QuerySet[Track], **kwargs: object) -> None:
    """Once all of it is said: a statement is stored before its words are."""
    transaction.on_commit(partial(settle_works, works))


def list_anew(sender: object, track: Track, **kwargs: object) -> None:
    if track.trainable_since is not None:
        transaction.on_commit(make_carriers)


def list_anew_decided(sender: object, work: Artist | Release | Track, **kwargs: object) -> None:
    transaction.on_commit(make_carriers)


decisions_may_change.connect(settle_them, dispatch_uid="libitum.crawlers.settle")
track_saved.connect(list_anew, dispatch_uid="libitum.crawlers.list_anew")
visibility_decided.connect(list_anew_decided, dispatch_uid="libitum.crawlers.list_anew_decided")
