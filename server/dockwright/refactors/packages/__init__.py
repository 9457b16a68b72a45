"""Rewrites of package managers' commands."""
