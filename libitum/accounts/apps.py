from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "libitum.accounts"
    label = "accounts"
