"""Formatting: minimal edits that change nothing a build sees."""
