"""Dockerfiles within other files: where they stand, the text that BuildKit gets of them, and edits put back."""
