"""What was said or changed, told to whoever keeps something made under an earlier decision."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from libitum.catalog.models import Track
from libitum.rights.models import Acceptance, Dispute, Holding, Match, Party, Statement, TermsVersion
from libitum.rights.signals import holders_added

from .signals import decisions_may_change


def tell(works: QuerySet[Track]) -> None:
    decisions_may_change.send(sender=Track, works=works)


def tell_of_party(sender: object, instance: Statement | Party, **kwargs: Any) -> None:
    party = instance if isinstance(instance, Party) else instance.party
    tell(Track.objects.filter(holdings__party=party))


def tell_of_account(sender: object, instance: Acceptance, **kwargs: Any) -> None:
    tell(Track.objects.filter(holdings__party__user=instance.user))


def tell_of_work(sender: object, instance: Holding | Dispute, **kwargs: Any) -> None:
    tell(Track.objects.filter(pk=instance.track_id))


def tell_of_holders(sender: object, track: Track, **kwargs: Any) -> None:
    tell(Track.objects.filter(pk=track.pk))


def tell_of_both(sender: object, instance: Match, **kwargs: Any) -> None:
    tell(Track.objects.filter(pk__in=(instance.track_id, instance.other_id)))


def tell_of_all(sender: object, instance: TermsVersion, **kwargs: Any) -> None:
    if instance.announced_at is not None:
        tell(Track.objects.all())


for model in (Statement, Party):
    post_save.connect(tell_of_party, sender=model, dispatch_uid=f"libitum.rights.gate.{model.__name__}")
for of_work in (Holding, Dispute):
    post_save.connect(tell_of_work, sender=of_work, dispatch_uid=f"libitum.rights.gate.{of_work.__name__}")
    post_delete.connect(tell_of_work, sender=of_work, dispatch_uid=f"libitum.rights.gate.{of_work.__name__}.gone")
holders_added.connect(tell_of_holders, dispatch_uid="libitum.rights.gate.holders_added")
post_save.connect(tell_of_both, sender=Match, dispatch_uid="libitum.rights.gate.Match")
post_delete.connect(tell_of_both, sender=Match, dispatch_uid="libitum.rights.gate.Match.gone")
post_save.connect(tell_of_account, sender=Acceptance, dispatch_uid="libitum.rights.gate.Acceptance")
post_save.connect(tell_of_all, sender=TermsVersion, dispatch_uid="libitum.rights.gate.TermsVersion")
