"""Translates messages from English."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.l10n.korean import with_particles
from dockwright.lazy import pattern

if TYPE_CHECKING:
    import re

VALUES = pattern(
    r"`[^`]*`|--[a-z][a-z-]*(?:=[^\s,;:]+)?|(?<![\w$])(?!(?:JSON|URL|RFC|MB)\b)[A-Z][A-Z_0-9]+\b|\d+(?:\.\d+|,\d{3}\b)*"
)
"""The parts that vary between messages of one kind: code in backquotes, flags, names in capitals, numbers."""
_NUMBERED = pattern(r"\{(\d+)\}")
_ENGLISH = pattern(r"(?<![\w`'*./-])(?:a|an|the|this|of|in|for|as|is|with|by|where)(?![\w`'*./-])")
"""English words; an unmatched part of a message that contains one is not left untranslated in another language."""
_ASIDE = pattern(r"(?<= )\(((?:`[^`]*`|[^()`])+)\)")
_OPEN = "{*}"
"""Placeholder in a catalogue for any text, which is not translated."""


class Catalogue:
    """The translations of one language, by English template."""

    def __init__(self, texts: Mapping[str, str], finish: Callable[[str], str] = str) -> None:
        self._texts = texts
        self._finish = finish
        """Post-processes a sentence after its placeholders are filled in."""
        self._open = [(key.split(_OPEN), text) for key, text in texts.items() if _OPEN in key]
        self._known: dict[str, str | None] = {}

    def say(self, english: str) -> str:
        """The translation of a text; the English text if there is none."""
        found = self._looked_up(english)
        return english if found is None else found

    def knows(self, english: str) -> bool:
        """Whether all of a text is translated."""
        return self._looked_up(english) is not None

    def has(self, english: str) -> bool:
        """Whether there is a translation of just this text, without parts that may be anything."""
        return template(english)[0] in self._texts

    def _looked_up(self, english: str) -> str | None:
        if english not in self._known:
            if len(self._known) > 5_000:
                self._known.clear()
            self._known[english] = self._translated(english)
        return self._known[english]

    def _translated(self, english: str) -> str | None:
        form, values = template(english)
        found = self._texts.get(form)
        if found is None and (composed := self._composed(english)) is not None:
            return composed
        if found is None and (aside := self._with_aside(english)) is not None:
            return aside
        if found is None and _OPEN not in form:
            found = self._fitted(form)
        return None if found is None else self._finish(_NUMBERED.sub(lambda match: values[int(match[1])], found))

    def _composed(self, english: str) -> str | None:
        """A title followed by what the rewrite changes, translated sentence by sentence; None unless all of it is
        known.
        """
        main, opening, costs = english.removesuffix(")").partition(" (")
        if not opening or not english.endswith(")"):
            return None
        title, *others = [self._looked_up(part) for part in (main, *costs.split("; "))]
        known = [part for part in others if part is not None]
        return f"{title} ({'; '.join(known)})" if title is not None and len(known) == len(others) else None

    def _with_aside(self, english: str) -> str | None:
        """A sentence with something in parentheses, such as where a fact comes from, which is a text of its own."""
        for match in _ASIDE.finditer(english):
            sentence = f"{english[: match.start(1)]}`\0`{english[match.end(1) :]}"
            if not self.has(sentence):
                continue
            parts = [self._part(part) for part in match[1].split("; ")]
            known = [part for part in parts if part is not None]
            if len(known) == len(parts):
                return self.say(sentence).replace("`\0`", "; ".join(known))
        return None

    def _part(self, english: str) -> str | None:
        """A part of what stands in parentheses: a text, or two around a colon."""
        head, colon, note = english.partition(": ")
        said = [self._looked_up(text) for text in ((head, note) if colon else (head,))]
        known = [text for text in said if text is not None]
        return ": ".join(known) if len(known) == len(said) else None

    def _fitted(self, form: str) -> str | None:
        for key, text in self._open:
            parts = _fitting(form, key)
            if parts is not None:
                for part in parts:
                    text = text.replace(_OPEN, part, 1)
                return text
        return None


def template(english: str) -> tuple[str, list[str]]:
    """Replace the varying parts of a text by `{0}`, `{1}`...; returns the template and the parts."""
    values: list[str] = []

    def numbered(match: re.Match[str]) -> str:
        values.append(match[0])
        return f"{{{len(values) - 1}}}"

    return VALUES.sub(numbered, english), values


@cache
def known(language: str) -> str:
    """The catalogue name, such as `ko`, for a language such as `ko`, `ko-KR` or `ko_KR.UTF-8`; empty for others."""
    name = language.replace("_", "-").partition("-")[0].partition(".")[0].lower()
    return name if name.isalpha() and Path(__file__).with_name(f"{name}.json").is_file() else ""


def is_english(language: str) -> bool:
    """Whether a language is English, also as systems call it: `en`, `en-GB`, `C.UTF-8`, `POSIX`."""
    return language.replace("_", "-").partition("-")[0].partition(".")[0].lower() in ("en", "c", "posix")


def languages() -> list[str]:
    """The languages that messages are in."""
    return sorted(["en", *(place.stem for place in Path(__file__).parent.glob("*.json"))])


@cache
def catalogue(language: str) -> Catalogue | None:
    """The catalogue of a language; None for English and unknown ones."""
    name = known(language)
    if not name:
        return None
    place = Path(__file__).with_name(f"{name}.json")
    return Catalogue(json.loads(place.read_text(encoding="utf-8")), with_particles if name == "ko" else str)


def _fitting(text: str, parts: list[str]) -> list[str] | None:
    """The text between the given parts if `text` begins with the first and ends with the last; else None."""
    if not text.startswith(parts[0]) or not text.endswith(parts[-1]):
        return None
    found, at, end = [], len(parts[0]), len(text) - len(parts[-1])
    for part in parts[1:-1]:
        place = text.find(part, at, end)
        if place < 0:
            return None
        found.append(text[at:place])
        at = place + len(part)
    found.append(text[at:end])
    return None if at >= end or "" in found or any(map(_ENGLISH.search, found)) else found


def wanted(setting: str, environment: Mapping[str, str]) -> str:
    """The language for a terminal: from DOCKWRIGHT_LANG, the settings, or the locale (POSIX's variables)."""
    asked = environment.get("DOCKWRIGHT_LANG", "") or setting
    posix = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return asked or next(filter(None, posix), "")
