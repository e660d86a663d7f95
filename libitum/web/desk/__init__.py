"""What the pages of the artist's own side need beyond the rooms' services and selectors."""
