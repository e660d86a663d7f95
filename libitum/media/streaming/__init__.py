"""Bytes on their way out: who may have them is decided again at each request, and one responder sends them."""
