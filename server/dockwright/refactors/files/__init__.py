"""Refactorings of COPY, ADD and WORKDIR."""
