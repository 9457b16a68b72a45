"""Suggestions for misspelled words."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def similar(word: str, known: tuple[str, ...]) -> str:
    """The known word that was probably meant; empty if none is close."""
    from difflib import get_close_matches  # imported here because it is rarely needed

    return next(iter(get_close_matches(word, known, 1, 0.6)), "")
