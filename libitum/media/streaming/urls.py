from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("t/<slug:track>/<slug:master>/<file>", views.rendition, name="media-rendition"),
    path("a/<slug:artwork>/<file>", views.artwork, name="media-artwork"),
    path("k/<grant>/t/<slug:track>/<slug:master>/<file>", views.granted_rendition, name="media-rendition-granted"),
    path("k/<grant>/o/<slug:track>/<slug:master>", views.original, name="media-original"),
    path("k/<grant>/d/<slug:track>/<slug:master>", views.download, name="media-download"),
    path("k/<grant>/a/<slug:artwork>/<file>", views.granted_artwork, name="media-artwork-granted"),
]
