from django.apps import AppConfig
from django.conf import settings


class OpsConfig(AppConfig):
    name = "libitum.ops"
    label = "ops"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - models must be loaded first

        if settings.OTLP_URL:
            from .telemetry import connect  # noqa: PLC0415 - likewise

            connect()
