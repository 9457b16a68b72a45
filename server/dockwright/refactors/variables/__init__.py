"""Refactorings of ARG, ENV and LABEL."""
