"""Completion of well-known keys of ENV and LABEL, and of common values for them."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import pages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span


def keys(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """The keys that complete `word`, or the values after an existing `=`.

    A key is inserted without `=`, which authors type anyway, and which opens the list of values.
    """
    before = snapshot.text.slice(Span(instruction.keyword.span.end, word.start))
    if before.count('"') % 2 or before.count("'") % 2 or not _is_pair(snapshot, instruction, word):
        return
    key, equals, value = typed.partition("=")
    if equals:
        facts = pages.table("environment").get(key) if instruction.name == "ENV" else None
        span = Span(word.end - len(value), word.end)
        for order, known in enumerate(facts.get("values", ()) if facts else ()):
            yield Completion(known, "value", span, known, sort_text=f"{order:02}")
        return
    given = {token.value for token, _ in instruction.pairs if not token.span.touches(word.end)}
    if instruction.name == "ENV":
        for name, facts in pages.table("environment").items():
            if name not in given:
                yield Completion(name, "variable", word, name, detail=facts["about"], documentation=f"variables/{name}")
    else:
        for order, (name, about) in enumerate(pages.table("labels").items()):
            if name not in given:
                detail = about.replace("`", "")
                yield Completion(name, "property", word, name, detail=detail, sort_text=f"{order:02}")


def _is_pair(snapshot: Snapshot, instruction: Instruction, word: Span) -> bool:
    """Whether the word is a pair: the first one, or one after a pair with `=`; the old form has only one value."""
    words = snapshot.text.slice(Span(instruction.keyword.span.end, word.start)).split(maxsplit=1)
    return not words or "=" in words[0] or words[0] in "\\`"
