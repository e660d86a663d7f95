from django.urls import URLPattern, URLResolver, path

from libitum.web.views import operator

urlpatterns: list[URLPattern | URLResolver] = [path("operator/gate", operator.gate, name="operator-gate")]
