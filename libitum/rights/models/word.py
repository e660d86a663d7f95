from django.db import models
from django.db.models import Q

from libitum.catalog.models import Release, Track
from libitum.common.uids import new_uid

from .append_only import AppendOnly
from .party import Party
from .statement import Statement


class Level(models.IntegerChoices):
    """As `libitum_verify.rights.facts.Level`."""

    ACCOUNT = 0
    RELEASE = 1
    TRACK = 2


class Word(AppendOnly):
    """One decision of one holder about one purpose; see `libitum_verify.rights.facts.Word`. The key orders them.

    `territories`: ISO 3166 codes between commas (`,FR,IT,`), empty for everywhere. `share`: of the income, in
    thousandths. A listener's own switches are words at the level of the account, too.
    """

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="words")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="words")
    purpose = models.CharField(max_length=40)
    allowed = models.BooleanField()
    level = models.PositiveSmallIntegerField(choices=Level)
    # Of works since deleted the words stay as evidence, without the work.
    release = models.ForeignKey(Release, on_delete=models.SET_NULL, null=True, blank=True, related_name="words")
    track = models.ForeignKey(Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="words")
    taker = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=80, blank=True)
    version = models.CharField(max_length=40, blank=True)
    territories = models.CharField(max_length=1000, blank=True)
    commercial = models.BooleanField(default=True)
    credit = models.CharField(max_length=200, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    # Whole seconds since 1970, as the resolver reckons: `at` when it was said, the others when it holds.
    at = models.BigIntegerField()
    since = models.BigIntegerField(null=True, blank=True)
    until = models.BigIntegerField(null=True, blank=True)
    signed = models.BooleanField(default=False)
    # The work or release says nothing of its own any more: what stands above holds for it.
    inherits = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["purpose", "level", "track", "party"], name="word_of_track"),
            models.Index(fields=["party", "purpose"], name="word_of_party"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(level=Level.ACCOUNT) | Q(track=None, release=None), name="account_words_name_no_work"
            ),
            models.CheckConstraint(
                condition=Q(inherits=False) | (Q(allowed=False) & ~Q(level=Level.ACCOUNT)),
                name="only_works_follow_what_stands_above",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {'as above' if self.inherits else 'yes' if self.allowed else 'no'}"
