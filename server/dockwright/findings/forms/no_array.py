"""Texts that look like a JSON array and are invalid: whether they do, and what is wrong."""

from __future__ import annotations

from dockwright.lazy import pattern

_ITEM = r"(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|[“”‘’][^“”‘’]*[“”‘’])"
_ITEMS = pattern(_ITEM)
_ARRAY = pattern(rf"\[\s*{_ITEM}(?:\s*,\s*{_ITEM}|\s*{_ITEM})*\s*(?:,\s*)?\]\Z")
_STRICT = pattern(rf"\[\s*{_ITEM}(?:\s*,\s*{_ITEM})*\s*(?:,\s*)?\]\Z")
_LAST_COMMA = pattern(r",\s*\]\Z")


def is_array_almost(text: str) -> bool:
    """Whether a text in brackets has strings in quotes and commas, as an array has."""
    return bool((_ARRAY if text[1:2] in "\"'“”‘’" else _STRICT).match(text))


def why_no_array(text: str) -> str:
    """The first thing that keeps a text from being a JSON array of strings."""
    if not text.rstrip().endswith("]"):
        return "add the missing `]`"
    if not _ARRAY.match(text) or any(item[0] != '"' for item in _ITEMS.findall(text)):
        return 'use double quotes `"`'
    if _LAST_COMMA.search(text):
        return "remove the comma after the last item"
    if not _STRICT.match(text):
        return "add the missing comma"
    return "write each backslash twice"
