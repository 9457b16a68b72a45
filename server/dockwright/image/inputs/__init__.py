"""Which files commands read, and where these are."""
