"""What looks like a JSON array and is none: whether it does, and what it lacks."""

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
        return "the `]` at its end is missing"
    if not _ARRAY.match(text) or any(item[0] != '"' for item in _ITEMS.findall(text)):
        return 'strings take the plain double quote `"`'
    if _LAST_COMMA.search(text):
        return "there is a comma after the last item"
    if not _STRICT.match(text):
        return "there is a comma missing"
    return "a backslash has to be written twice"
