from django.utils import timezone

from libitum.catalog.models import Track
from libitum.catalog.signals import audio_ready


def mark_audio_ready(*, track: Track, duration_ms: int) -> None:
    """Called by the media room, within its transaction, when a master's whole set of renditions is in place."""
    track.duration_ms = duration_ms
    if track.audio_ready_at is None:
        track.audio_ready_at = timezone.now()
    track.save(update_fields=["duration_ms", "audio_ready_at", "updated_at"])
    audio_ready.send(sender=Track, track=track)
