"""Shared by refactorings: their declaration, and helpers for commands and text."""
