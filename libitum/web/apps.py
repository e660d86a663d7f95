from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "libitum.web"
    label = "web"
