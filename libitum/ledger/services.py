"""The door for every write into the log: docs/developers/ledger.md says which is for what."""

import time

from django.db.models import Max
from django.utils.translation import gettext as _

from libitum_verify.checkpoint import Checkpoint

from .appending import append, append_one, instant
from .errors import NotPublished
from .log import published_log
from .manifests import publish_manifest
from .models import Entry
from .positions import make_commits_durable
from .privacy import forget, pseudonym_of, pseudonyms_of, salted_hash
from .selectors import is_published
from .sequencer import sequence_in_turn

__all__ = [
    "append",
    "append_one",
    "forget",
    "instant",
    "make_commits_durable",
    "pseudonym_of",
    "pseudonyms_of",
    "publish_manifest",
    "publish_now",
    "salted_hash",
    "wait_until_published",
]

TIMEOUT_SECONDS = 10.0


def publish_now(*, timeout: float = TIMEOUT_SECONDS) -> Checkpoint | None:
    """Sign, in this process, all that was committed before this call; returns the newest checkpoint.

    Waits while another process is at it. Raises LogUnavailable when the log can't sign or time is up, and RuntimeError
    inside a transaction: what isn't committed can't be published.
    """
    deadline = time.monotonic() + timeout
    last = Entry.objects.filter(position=None).aggregate(last=Max("pk"))["last"] or 0
    while True:
        if not sequence_in_turn(deadline):
            raise NotPublished(_("The log is too busy to publish this now. Try again in a moment."))
        # More than one round may have waited.
        if not Entry.objects.filter(position=None, pk__lte=last).exists():
            return published_log().newest()


def wait_until_published(entry: Entry, *more: Entry, timeout: float = TIMEOUT_SECONDS) -> Checkpoint:
    """Return once all of these stand in a checkpoint that anybody can see. Raises as publish_now does."""
    newest = published_log().newest() if is_published(entry, *more) else publish_now(timeout=timeout)
    if newest is None or not is_published(entry, *more):
        raise NotPublished(_("What was to be published is not in the log."))
    return newest
