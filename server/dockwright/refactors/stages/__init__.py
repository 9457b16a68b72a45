"""Rewrites of stages, and what is added to them."""
