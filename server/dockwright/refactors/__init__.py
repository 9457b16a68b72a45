"""Rewrites: one module and one page for each refactoring."""
