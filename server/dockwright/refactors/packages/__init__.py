"""Refactorings of package managers' commands."""
