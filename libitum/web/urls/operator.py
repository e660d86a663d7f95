from django.urls import URLPattern, URLResolver, path

from libitum.web.views import crawlers, operator

urlpatterns: list[URLPattern | URLResolver] = [
    path("operator/gate", operator.gate, name="operator-gate"),
    path("operator/crawlers", crawlers.agents, name="operator-crawlers"),
    path("operator/crawlers/category", crawlers.category, name="operator-crawlers-category"),
    path("operator/crawlers/agent", crawlers.agent, name="operator-crawlers-agent"),
    path("operator/crawlers/list", crawlers.newer_list, name="operator-crawlers-list"),
]
