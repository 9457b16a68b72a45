"""What containers start, and what becomes of it."""
