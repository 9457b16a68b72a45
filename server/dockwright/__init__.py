"""Dockwright: a language server, linter and formatter for Dockerfiles."""

__version__ = "0.1.0"
