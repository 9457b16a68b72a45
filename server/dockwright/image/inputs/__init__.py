"""The files that commands read, and where these are."""
