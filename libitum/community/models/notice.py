from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid

from .case import Case
from .decision import Decision

EXPLANATION_LENGTH = 5000
NAME_LENGTH = 120


class Category(models.TextChoices):
    COPYRIGHT = "copyright", _("Copyright or neighbouring rights")
    LIKENESS = "likeness", _("Voice or likeness used without permission")
    HATE = "hate", _("Illegal hate or threats")
    MINORS = "minors", _("Sexual content involving minors")
    FRAUD = "fraud", _("Fraud or impersonation")
    UNDECLARED_AI = "undeclared-ai", _("AI-made music that isn't declared")
    OTHER_LAW = "other-law", _("Against another law")
    OTHER_RULE = "other-rule", _("Against another rule of this site")


# Looked at before the rest, however long that has waited.
URGENT = frozenset({Category.MINORS, Category.HATE})


class Notice(models.Model):
    """Somebody tells us what should not be here (Regulation (EU) 2022/2065, Art. 16). No account is needed."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    category = models.CharField(_("reason"), max_length=20, choices=Category)
    explanation = models.TextField(_("explanation"), max_length=EXPLANATION_LENGTH)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    # Whether the owner may read the name: asked, and used in matters of copyright alone.
    share_identity = models.BooleanField(default=False)
    # Somebody signed in who wanted to find the notice again in their account.
    notifier = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )
    language = models.CharField(max_length=10)
    # A keyed hash of the network address, for limits only; emptied by the sweep.
    sender_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The latest decision that answers it; null while it waits.
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices")

    class Meta:
        indexes = [models.Index(fields=["sender_key", "-created_at"])]

    def __str__(self) -> str:
        return self.uid

    @property
    def key(self) -> str:
        """Opens the notice's page. It is made from the instance's secret and stored nowhere."""
        return signer().signature(self.uid)

    def opens_with(self, key: str) -> bool:
        try:
            signer().unsign(f"{self.uid}:{key}")
        except signing.BadSignature:
            return False
        return True

    @property
    def shown_name(self) -> str:
        """The name that the owner may read."""
        return self.name if self.share_identity and self.category == Category.COPYRIGHT else ""


def signer() -> signing.Signer:
    return signing.Signer(salt="libitum.community.notice")
