from django.urls import URLPattern, URLResolver, include, path, re_path

from . import converters  # noqa: F401 - registers what the routers' addresses are made of
from .envelope import enveloped, nowhere
from .site import build

# Not called app_name: Django would take the whole module for a namespace.
_patterns, _application, _namespace = build().urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = enveloped(_pattern.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include((_patterns, _application), namespace=_namespace)),
    re_path("^", nowhere, name="api-nowhere"),
]
