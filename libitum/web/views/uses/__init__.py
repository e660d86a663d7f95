"""What was done with music: for its people, and for everybody."""
