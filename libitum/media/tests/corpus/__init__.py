"""Files as the world sends them: broken, hostile, mislabelled, odd. Made by code, so that none is stored.

`python -m libitum.media.tests.corpus FOLDER` writes them all, for trying them on a running instance.
"""

from . import broken, liars, oddities, strangers, tags
from .case import CASES, Case

__all__ = ["CASES", "Case", "broken", "liars", "oddities", "strangers", "tags"]
