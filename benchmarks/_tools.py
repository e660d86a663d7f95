"""What benchmarks use of tools/, and the code of ours beside them."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from machine import chromium  # noqa: E402 - the path comes first
from postgres import postgres_server  # noqa: E402 - the path comes first

__all__ = ["ROOT", "chromium", "postgres_server"]
