"""How what was done with music is put before people."""
