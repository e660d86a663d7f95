from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track
from libitum.common.uids import new_secret, new_uid

from .party import Party


class Role(models.TextChoices):
    """As `libitum_verify.rights.vocabulary.Role`, with words for people."""

    PERFORMER = "performer", _("Performance")
    RECORDING = "recording", _("Recording")
    COMPOSITION = "composition", _("Composition")
    LYRICS = "lyrics", _("Lyrics")


class Standing(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    INVITED = "invited", _("invited to confirm")
    DECLINED = "declined", _("says it is not theirs")
    CURATOR = "curator", _("looks after it for its holder")


class Holding(models.Model):
    """Somebody's right in a work, by role. The present state; how it came about stands in the log (`holder.set`)."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="holdings", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(_("right"), max_length=12, choices=Role)
    standing = models.CharField(_("state"), max_length=10, choices=Standing, default=Standing.INVITED)
    # A collecting society that administers this right, and since when we have seen its mandate.
    society = models.CharField(_("collecting society"), max_length=80, blank=True)
    mandate_at = models.DateTimeField(null=True, blank=True, editable=False)
    # True where it came from a credit, which may take it away again.
    from_credits = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["track", "role", "party"], name="one_holding_each")]
        # All that a decision reads of a holding, so that a million are decided without a look at the rows: by right
        # first, as most purposes ask for one of the four.
        indexes = [
            models.Index(fields=["role", "track", "party", "standing", "society", "mandate_at"], name="holding_decided")
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.role}"


class Invitation(models.Model):
    """An address that lets somebody outside say which account of theirs a party is."""

    token = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # As the credits have it: who answers is known by it from then on, whatever their account is called.
    name = models.CharField(max_length=120, blank=True)
    # Forgotten once the letter is out.
    email = models.EmailField(_("e-mail address"), blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.party)


class Dispute(models.Model):
    """Two who claim one role. While it is open, nothing of the work trains, generates or is handed on."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="disputes")
    role = models.CharField(max_length=12, choices=Role)
    raised_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    grounds = models.TextField(_("why"), max_length=2000)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.TextField(max_length=2000, blank=True)
    # Whether who raised it holds the right from then on.
    upheld = models.BooleanField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["track"], condition=Q(closed_at=None), name="open_dispute")]

    def __str__(self) -> str:
        return f"{self.track_id}: {self.role}"


class DisputeAnswer(models.Model):
    """What somebody concerned says to a dispute. Moderators read it; who raised it learns only that it was given."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="answers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispute", "party"], name="one_answer_each")]

    def __str__(self) -> str:
        return f"{self.party}: {self.dispute_id}"


class News(models.TextChoices):
    """What a letter about a dispute tells."""

    OPENED = "opened", _("opened")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class DisputeLetter(models.Model):
    """One person told of one turn of a dispute; written down with the turn itself, and sent by a worker, once."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="letters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    news = models.CharField(max_length=8, choices=News)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["written_at"], condition=Q(sent_at=None), name="unsent_dispute_letter")]

    def __str__(self) -> str:
        return f"{self.dispute_id}: {self.news}"


class Mandate(models.Model):
    """What a holder shows of a collecting society's consent, and what a moderator found."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="mandates")
    society = models.CharField(max_length=80)
    evidence = models.TextField(_("what shows it"), max_length=2000)
    offered_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed = models.BooleanField(null=True, blank=True)
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["offered_at"], condition=Q(decided_at=None), name="open_mandate")]

    def __str__(self) -> str:
        return f"{self.society}: {self.holding_id}"
