from django.apps import AppConfig


class CrawlersConfig(AppConfig):
    name = "libitum.crawlers"
    label = "crawlers"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - models must be loaded first
        from .entry_types import register_types  # noqa: PLC0415

        register_types()
