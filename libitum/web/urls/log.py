"""The log's pages; its files, under the same prefix, are the ledger room's own."""

from django.urls import URLPattern, URLResolver, path

from libitum.web.views import log

urlpatterns: list[URLPattern | URLResolver] = [
    path("", log.log_home, name="log"),
    path("entries/<int:index>", log.log_entry, name="log-entry"),
    path("entries/<int:index>.tlog-proof", log.log_proof, name="log-proof"),
    path("checkpoints", log.log_checkpoints, name="log-checkpoints"),
    path("types", log.log_types, name="log-types"),
]
