from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "libitum.accounts"
    label = "accounts"

    def ready(self) -> None:
        from .events import connect  # noqa: PLC0415 - models must be ready
        from .recovery import replace_allauths  # noqa: PLC0415 - models must be ready

        connect()
        replace_allauths()
