from .acceptance import terms_accept, terms_later
from .feed import terms_feed
from .pages import terms, terms_diff, terms_history, terms_version
from .purposes import purposes

__all__ = [
    "purposes",
    "terms",
    "terms_accept",
    "terms_diff",
    "terms_feed",
    "terms_history",
    "terms_later",
    "terms_version",
]
