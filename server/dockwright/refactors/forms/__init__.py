"""Refactorings between forms of an instruction."""
