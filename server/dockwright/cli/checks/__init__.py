"""Runs `dockwright check` on many files: with several processes and a cache."""
