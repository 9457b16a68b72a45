"""Refactorings of RUN."""
