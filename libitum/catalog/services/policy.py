from datetime import datetime

from libitum.catalog.models import Track
from libitum.catalog.signals import policy_changed


def set_trainable(*, track: Track, since: datetime | None) -> None:
    """Called by the crawlers room, within its transaction: everybody may train on it from then on; None: nobody."""
    track.trainable_since = since
    Track.objects.filter(pk=track.pk).update(trainable_since=since)
    policy_changed.send(sender=Track, track=track)
