"""How purposes, switches and what became of them are put before people."""
