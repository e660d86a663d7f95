"""Signing what AI may do, and the receipts of all decisions."""

from django.urls import URLPattern, URLResolver, path

from libitum.web.views import signing

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/ai/sign/<slug:uid>", signing.sign_page, name="consent-sign"),
    path("my/ai/receipts", signing.receipts, name="consent-receipts"),
    path("my/ai/receipts/<slug:uid>", signing.receipt, name="consent-receipt"),
    path("my/ai/receipts/<slug:uid>.json", signing.receipt_file, name="consent-receipt-file"),
]
