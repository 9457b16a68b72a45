"""Rewrites of one form of an instruction into another."""
