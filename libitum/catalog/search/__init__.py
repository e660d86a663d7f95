"""Full-text search over what artists wrote. Which rows a viewer may see is decided by the querysets alone."""

from .backends import backend
from .documents import forget, index
from .results import Results, search

__all__ = ["Results", "backend", "forget", "index", "search"]
