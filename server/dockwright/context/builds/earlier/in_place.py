"""The files that sed and yq edit in place: they may say something else than in the repository."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.lazy import pattern

_PROGRAMS = ("sed", "gsed", "yq")
_IN_PLACE = pattern(r"--in-?place\b|-[A-Za-z]*i")
_SCRIPT = pattern(r"--(?:expression|file)\b|-[A-Za-z]*[ef]\Z")
"""An option that the next word belongs to, so that no operand is the script."""


def edited(words: list[str]) -> Iterator[str]:
    """The operands behind the script of a command; none if its options do not say that files are edited."""
    words = words[1:] if words[:1] == ["sudo"] else words
    if not words or words[0] not in _PROGRAMS:
        return
    words = words[1:]
    options = [word for word in words if word.startswith("-")]
    if not any(map(_IN_PLACE.match, options)):
        return
    given, waiting = any(map(_SCRIPT.match, options)), iter(words)
    for word in waiting:
        if word.startswith("-"):
            if _SCRIPT.match(word) and "=" not in word:
                next(waiting, "")
        elif word.strip("\"'"):
            if given:
                yield word
            given = True
