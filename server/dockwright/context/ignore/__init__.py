"""Ignore files, read as BuildKit reads them."""
