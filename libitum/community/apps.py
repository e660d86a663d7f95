from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "libitum.community"
    label = "community"
