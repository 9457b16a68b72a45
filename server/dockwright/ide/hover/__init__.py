"""Hover: what the word at the cursor means, here."""
