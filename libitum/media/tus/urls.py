"""tus 1.0 at /api/v1/uploads; included there by the API's addresses."""

from django.urls import URLPattern, URLResolver, path

from . import views
from .protocol import resource

urlpatterns: list[URLPattern | URLResolver] = [
    path("", resource(post=views.create, get=views.index), name="uploads"),
    path(
        "/<slug:uid>",
        resource(head=views.head, patch=views.patch, delete=views.delete, get=views.show),
        name="upload-resource",
    ),
]
