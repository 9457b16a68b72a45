"""Rewrites of ARG, ENV and LABEL."""
