"""Quoted words with blanks, where BuildKit splits at blanks before it reads quotes; converts them to a JSON array."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dockwright.findings.forms.reparse import reread
from dockwright.findings.forms.words import meaning
from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.nodes import Unit
from dockwright.text import Edit, Span

_SPLIT = ("ADD", "COPY", "VOLUME", "EXPOSE")
_LONGEST = 10_000


def quoted_blanks(unit: Unit) -> list[Span]:
    """The quoted words that a blank splits, as ranges of the joined text; none if a quote is not closed."""
    found = unit.inner or unit
    if found.name not in _SPLIT or found.form == "json" or unit.heredocs or len(found.joined.string) > _LONGEST:
        return []
    words = list(_words(found))
    texts = [found.joined.string[word.start : word.end] for word in words]
    if any(meaning(text, found.escape) is None for text in texts):
        return []
    split = [
        word for word, text in zip(words, texts, strict=True) if text[0] in "'\"" and any(b in text for b in GO_BLANKS)
    ]
    others = [text for text in texts if text[0] not in "'\"" and any(blank in text for blank in GO_BLANKS)]
    return [] if others else split


def as_array(unit: Unit) -> tuple[Edit, ...]:
    """The edits, from the start of the unit, that write these words as a JSON array; none if there is no such form."""
    found = unit.inner or unit
    if found.name == "EXPOSE" or (unit.inner and unit.escape != "\\"):
        return ()
    words = list(_words(found))
    edits = []
    for index, word in enumerate(words):
        before, behind = "[" if not index else "", "," if index + 1 < len(words) else "]"
        item = _item(found.joined.string[word.start : word.end], found.escape)
        edits.append(Edit(found.joined.span(word.start, word.end), f"{before}{item}{behind}"))
    new = reread(unit, edits)
    made = new and (new.inner or new)
    return tuple(edits) if made and made.is_json and len(made.arguments) == len(words) else ()


def _words(unit: Unit) -> Iterator[Span]:
    """The words as a shell would split them, as ranges of the joined text."""
    text, at, start, quote = unit.joined.string, unit.rest, -1, ""
    while at < len(text):
        character = text[at]
        if character in GO_BLANKS and not quote:
            if start >= 0:
                yield Span(start, at)
            start = -1
        else:
            start = at if start < 0 else start
            if character == unit.escape and quote != "'":
                at += 1
            elif character == quote:
                quote = ""
            elif character in "'\"" and not quote:
                quote = character
        at += 1
    if start >= 0:
        yield Span(start, len(text))


def _item(word: str, escape: str) -> str:
    """A word as a JSON string with the same meaning for BuildKit, which reads quotes and variables in it again."""
    wanted = meaning(word, escape)
    bare = "".join(text for text, _ in wanted or ())
    return json.dumps(bare if meaning(bare, escape) == wanted else word, ensure_ascii=False)
