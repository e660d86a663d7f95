from django.urls import URLPattern, URLResolver, path

from . import pages, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("operator", pages.operator, name="operator"),
    path("operator/jobs/retry", pages.retry, name="operator-retry"),
]
