from django.urls import URLPattern, URLResolver, include, path, re_path

from . import converters  # noqa: F401 - registers what the routers' addresses are made of
from .envelope import enveloped, nowhere
from .site import build

api = build()
patterns, app_name, namespace = api.urls
for pattern in patterns:
    if isinstance(pattern, URLPattern):
        pattern.callback = enveloped(pattern.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include((patterns, app_name), namespace=namespace)),
    re_path("^", nowhere, name="api-nowhere"),
]
