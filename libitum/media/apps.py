from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "libitum.media"
    label = "media"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 -- connected by being imported
