"""Translated messages: one catalogue `<language>.po` per language, from which `scripts/translations.py` makes JSON."""
