from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "libitum.media"
    label = "media"
