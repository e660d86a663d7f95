"""A whole instance's database from SQLite to PostgreSQL: all of it, read back and compared, or nothing."""
