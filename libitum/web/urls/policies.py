"""What machines are told, for people to read."""

from django.urls import URLPattern, URLResolver, path

from libitum.policy import HISTORY_PATH
from libitum.web.views import policies as views

urlpatterns: list[URLPattern | URLResolver] = [
    path(HISTORY_PATH.removeprefix("/"), views.policies, name="policies"),
    path("policies/works/<slug:uid>", views.work_policies, name="work-policies"),
]
