"""Rewrites of RUN."""
