"""The log's pages; its files, under the same prefix, are the ledger room's own."""

from django.urls import URLPattern, URLResolver, path, re_path

from libitum.web.views import log

urlpatterns: list[URLPattern | URLResolver] = [
    path("", log.log_home, name="log"),
    path("entries/<int:index>", log.log_entry, name="log-entry"),
    path("entries/<int:index>.tlog-proof", log.log_proof, name="log-proof"),
    re_path(r"^absence/(?P<digest>[0-9a-f]{64})/(?P<commitment>[0-9a-f]{64})$", log.log_absence, name="log-absence"),
    re_path(r"^presence/(?P<digest>[0-9a-f]{64})/(?P<commitment>[0-9a-f]{64})$", log.log_presence, name="log-presence"),
    path("checkpoints", log.log_checkpoints, name="log-checkpoints"),
    path("types", log.log_types, name="log-types"),
]
