"""Ignore files, interpreted as BuildKit does."""
