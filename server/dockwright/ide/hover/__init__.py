"""Hover."""
