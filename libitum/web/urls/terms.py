from django.urls import URLPattern, URLResolver, path

from libitum.web.views import terms as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("purposes", views.purposes, name="purposes"),
    path("terms", views.terms, name="terms"),
    path("terms/history", views.terms_history, name="terms-history"),
    path("terms/feed.xml", views.terms_feed, name="terms-feed"),
    path("terms/<int:number>", views.terms_version, name="terms-version"),
    path("terms/<int:number>/diff", views.terms_diff, name="terms-diff"),
    path("terms/<int:number>/accept", views.terms_accept, name="terms-accept"),
    path("terms/<int:number>/later", views.terms_later, name="terms-later"),
]
