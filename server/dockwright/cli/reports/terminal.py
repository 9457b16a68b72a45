"""Texts for a terminal: in its language, and how wide they are there."""

from __future__ import annotations

import os

from dockwright.l10n.catalogue import catalogue, wanted


def say(text: str) -> str:
    """A text in the language that the environment asks for; in English where it is not translated."""
    known = catalogue(wanted("", os.environ))
    return known.say(text) if known else text


def columns(text: str) -> int:
    """The width of a text in a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(mark) else 1 + (east_asian_width(mark) in "WF") for mark in text)
