"""Structured log lines: what happened, how long it took, under which request; never who."""
