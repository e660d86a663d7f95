from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "libitum.rights"
    label = "rights"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 - models must be loaded first
        from .entry_types import register_types  # noqa: PLC0415
        from .gate import receivers as telling  # noqa: F401, PLC0415 - likewise

        register_types()
