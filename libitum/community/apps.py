from django.apps import AppConfig

from libitum.accounts.signals import account_closing


class CommunityConfig(AppConfig):
    name = "libitum.community"
    label = "community"

    def ready(self) -> None:
        from .receivers import forget_closing_account  # noqa: PLC0415 - models are ready only now

        account_closing.connect(forget_closing_account)
