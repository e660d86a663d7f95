"""What anybody can read and hear."""
