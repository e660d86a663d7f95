"""Check a Libitum transparency log, trusting nobody: plain Python, no dependency."""

__version__ = "0.1.0"
