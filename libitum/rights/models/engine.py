from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid


class Engine(models.Model):
    """A program that may ask for music: ours or a partner's, with what it is, what it was trained on, and its ceiling.

    `ceiling`: the purposes it may ever ask for, whatever was granted. `taker`: for whom it works (`instance`, or the
    public name of a partner). `training`: rows of name, url, licence, opted_in (yes, no, unknown), note.
    """

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    slug = models.SlugField(max_length=60)
    version = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("what it does"), max_length=2000)
    maker = models.CharField(_("who makes it"), max_length=120)
    licence = models.CharField(max_length=60, blank=True)
    homepage = models.URLField(max_length=500, blank=True)
    taker = models.CharField(max_length=40, default="instance")
    ceiling = models.JSONField()
    training = models.JSONField(default=list)
    # Where its program lies and which file is run; `code`: SHA-256 over all of it, as registered.
    folder = models.CharField(max_length=1000, blank=True)
    program = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=64, blank=True)
    # Seconds of sound it is given and of time it may take, bytes of memory and of each file, names of files it makes.
    limits = models.JSONField(default=dict)
    # Registered by the operator, not part of Libitum: runs behind every wall or not at all.
    is_outside = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "version"], name="one_engine_per_version")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
