"""Which files commands need, and where these are."""
