"""Rewrites of COPY, ADD and WORKDIR."""
