"""Libitum: share and stream music; AI works only at the artist's pleasure."""

__version__ = "0.1.0"
