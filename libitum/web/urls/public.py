from django.urls import URLPattern, URLResolver, path

from libitum.web import views

urlpatterns: list[URLPattern | URLResolver] = [path("", views.home, name="home")]

# Whatever no page of the site's own claims.
artist_patterns: list[URLPattern | URLResolver] = []
