from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "libitum.ops"
    label = "ops"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - models must be loaded first

