"""Dockerfiles inside other files: their ranges, the text that BuildKit gets, and edits of the host file."""
