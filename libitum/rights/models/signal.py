from django.conf import settings
from django.db import models
from django.utils import timezone


class PrivacySignal(models.Model):
    """Since when somebody's browser sends Global Privacy Control; what they switch on after that goes before it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="privacy_signal")
    since = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.user_id} {self.since:%Y-%m-%d}"
