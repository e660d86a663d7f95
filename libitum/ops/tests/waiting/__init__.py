"""An app whose later migrations change a table that is in use."""
