"""Texts for a terminal: in its language, and how wide they are there."""

from __future__ import annotations

import os
import sys

from dockwright.l10n.catalogue import Catalogue, catalogue, wanted


def say(english: str) -> str:
    """A text in the language of the environment; English where it is not translated."""
    known = catalogue(wanted("", os.environ))
    return (_translated(known, english) if known else None) or english


def tell(place: str, problem: str) -> None:
    """Print a problem of a command or file to standard error."""
    sys.stderr.write(f"{place}: {say(problem)}\n")


def _translated(known: Catalogue, text: str) -> str | None:
    """The translation of a text, or of what it says and what to do; what stands behind a colon may be foreign."""
    if known.knows(text):
        return known.say(text)
    problem, semicolon, action = text.partition("; ")
    if semicolon:
        parts = _translated(known, problem), _translated(known, action)
        return f"{parts[0]}. {parts[1]}" if parts[0] and parts[1] else None
    head, colon, rest = text.partition(": ")
    return f"{known.say(head)}: {_translated(known, rest) or rest}" if colon and known.knows(head) else None


def columns(text: str) -> int:
    """The width of a text in a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(mark) else 1 + (east_asian_width(mark) in "WF") for mark in text)
