"""What listeners get: two segmented streams and one plain file, made from one decode."""

from .encode import EncodingFailed, make_renditions
from .formats import INDEX_PLAYLIST, STREAMS, Kind
from .set import Rendition

__all__ = ["INDEX_PLAYLIST", "STREAMS", "EncodingFailed", "Kind", "Rendition", "make_renditions"]
