"""People, and the keys their programs use."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What others see is `name` alone; the e-mail address is never shown."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name others see"), max_length=80)
    # The date of birth itself is asked for and forgotten: we keep only what the law needs to know.
    is_adult = models.BooleanField(_("adult"), default=False)
    is_staff = models.BooleanField(_("moderator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    language = models.CharField(_("language"), max_length=5, blank=True)
    quota_bytes = models.BigIntegerField(null=True, blank=True, help_text=_("Empty: the instance's own limit."))
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Scope(models.TextChoices):
    """What a program may do with a token, on top of what anybody may."""

    READ = "read", _("read what I can see, private works included")
    PROFILE = "profile", _("change my profile and settings")
    WORKS = "works", _("make, change and delete works")
    UPLOAD = "upload", _("upload recordings")
    COMMUNITY = "community", _("comment and give notice in my name")
    CONSENT = "consent", _("see what I decided on AI, refuse and withdraw, but never opt in")
    MODERATE = "moderate", _("decide on notices (moderators only)")


class ApiToken(models.Model):
    """A program's key. Only its hash is stored, so it is shown once."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
