"""Symbols: definitions, references, renaming, outlines."""
