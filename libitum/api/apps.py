from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "libitum.api"
    label = "api"
