from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "libitum.catalog"
    label = "catalog"
