"""Texts of the terms as text: taken apart, put together, compared. Knows no database."""
