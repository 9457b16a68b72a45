"""Ignore files in the editor."""
