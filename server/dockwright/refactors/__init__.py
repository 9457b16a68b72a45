"""Refactorings: one module and one page for each."""
