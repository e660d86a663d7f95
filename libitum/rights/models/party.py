from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid


class Party(models.Model):
    """Somebody whose word counts. With a person's account, or so far only a name that a credit gave.

    Kept when the account is gone, without name and account: what was said under it must still be explicable.
    """

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="party"
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    # As the account has it; kept here too, so that a million works are decided without a look at accounts.
    is_adult = models.BooleanField(default=False)
    died_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name or self.uid


class Successor(models.Model):
    """Who speaks for somebody who died, on evidence that an operator has seen."""

    party = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="succession")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="successions")
    evidence = models.TextField(max_length=2000)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="successions_confirmed"
    )
    since = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.party} ({self.since:%Y-%m-%d})"
