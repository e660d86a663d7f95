"""What makes a work due to be listened to, or what was heard of it due to be looked at again."""

from django.db.models import QuerySet

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.signals import audio_ready, visibility_decided
from libitum.rights.gate import decisions_may_change

from .services.queue import listen_anew, look_again


def take_up(sender: object, track: Track, **kwargs: object) -> None:
    listen_anew(track=track)


def reconsider(sender: object, works: QuerySet[Track], **kwargs: object) -> None:
    look_again(works=works)


def reconsider_decided(sender: object, work: Artist | Release | Track, **kwargs: object) -> None:
    if isinstance(work, Artist):
        look_again(works=Track.objects.filter(artist=work))
    elif isinstance(work, Track):
        look_again(works=Track.objects.filter(pk=work.pk))


audio_ready.connect(take_up, dispatch_uid="libitum.analysis.take_up")
decisions_may_change.connect(reconsider, dispatch_uid="libitum.analysis.reconsider")
visibility_decided.connect(reconsider_decided, dispatch_uid="libitum.analysis.reconsider_decided")
