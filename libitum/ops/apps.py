from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "libitum.ops"
    label = "ops"
