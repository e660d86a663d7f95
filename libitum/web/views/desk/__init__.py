"""The artist's own side: what they have, and everything that can be said of it."""
