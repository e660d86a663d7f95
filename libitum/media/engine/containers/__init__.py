"""What a file says that it is, read by us from its first bytes, before any decoder is allowed near it."""

from .formats import FORMATS, Container, Format
from .inspect import inspect
from .sniff import sniff
from .structure import Structure

__all__ = ["FORMATS", "Container", "Format", "Structure", "inspect", "sniff"]
