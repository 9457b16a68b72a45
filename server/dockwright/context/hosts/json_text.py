"""Makes JSON with comments readable for a YAML parser, with every character at its place."""

from __future__ import annotations

import re

from dockwright.lazy import pattern

_COMMENTS = pattern(r'("(?:[^"\\\n]|\\.)*+")|//[^\n]*|/\*.*?\*/|\t', 16)
_COMMAS = pattern(r'("(?:[^"\\\n]|\\.)*+")|,(?=\s*[}\]])')
LARGEST = 500_000


def blanked(text: str) -> str:
    """The text with comments, tabs, a byte order mark and trailing commas replaced by blanks."""
    plain = _COMMENTS.sub(_blank, text[:LARGEST].replace("\ufeff", " ", 1))
    return _COMMAS.sub(_blank, plain)


def _blank(match: re.Match[str]) -> str:
    return match[1] or re.sub(r"[^\r\n]", " ", match[0])
