"""Readers of files that define builds: which Dockerfile is built with which context."""
