"""Formatting: minimal edits that do not change the build."""
