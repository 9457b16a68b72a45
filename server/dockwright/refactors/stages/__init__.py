"""Refactorings of stages, and additions to them."""
