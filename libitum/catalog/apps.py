from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "libitum.catalog"
    label = "catalog"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - models must be loaded first
