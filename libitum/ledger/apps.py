from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "libitum.ledger"
    label = "ledger"

    def ready(self) -> None:
        from .own_types import register_own_types  # noqa: PLC0415 - apps must be loaded first

        register_own_types()
