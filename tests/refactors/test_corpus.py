"""Every refactoring wherever it is offered, in every file there is: it changes what its page shows and no more.

What the examples of a page add, remove and change in the state of a stage is what the refactoring may add, remove and
change anywhere. It may be applied again at the same place where the page shows one example going on from another.
A page that says "The reverse is `kind`." has a refactoring that undoes it.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

import dockwright.rules
from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.refactor import Refactor, Rewrite, all_refactors, by_kind
from dockwright.text import Edit, Span, apply
from generated import script
from refactor_pages import FOLDER, examples
from rewriting import Difference, difference, meaning, moved, problems, touched
from shared import SHARED

EVERY = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "40"))
"""One in so many files of the corpus is looked at."""
_BLOCK = re.compile(r"^```dockerfile[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARKS = re.compile(r"^#\s*\^.*\n|<\||\|>", re.MULTILINE)


@pytest.mark.parametrize("item", all_refactors(), ids=lambda item: item.kind)
def test_a_refactoring_changes_what_its_page_shows_and_no_more(item: Refactor) -> None:
    for name, snapshot in files():
        done: set[tuple[Edit, ...]] = set()
        for span in _places(name, snapshot):
            answer = item.apply(snapshot.model, span, snapshot.context)
            if isinstance(answer, Rewrite) and answer.plain not in done:
                done.add(answer.plain)
                try:
                    _check(item, snapshot, span, answer)
                except AssertionError as error:
                    error.add_note(f"{name} at {span}:\n{apply(snapshot.text.string, answer.plain)}")
                    raise


def _check(item: Refactor, before: Snapshot, span: Span, answer: Rewrite) -> None:
    source = before.text.string
    edits = tuple(sorted(answer.plain))
    assert answer.title and all(0 <= edit.span.start <= edit.span.end <= len(source) for edit in edits)
    result = apply(source, edits)
    assert result != source or answer.addition, "it changes nothing"
    after = Snapshot.of(result, context=before.context)
    assert problems(after) <= problems(before)
    changes = difference(before, edits, after)
    assert changes.within(shown(item.kind)), f"{changes} is more than {shown(item.kind)}, which the page shows"
    if not edits:
        return
    again = item.apply(after.model, _same(before, span, edits), after.context)
    assert not isinstance(again, Rewrite) or goes_on(item.kind), f"it is offered again: {again}"
    if (kind := reverse(item.kind)) is not None:
        back = by_kind()[kind].apply(after.model, _same(before, span, edits), after.context)
        assert isinstance(back, Rewrite), f"{kind} does not undo it: {back}"
        assert meaning(Snapshot.of(apply(result, back.plain))) == meaning(before)


def _same(before: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span:
    """The selection afterwards; a cursor stands at the start of the first instruction that was touched."""
    first = next((it.span for it in before.tree.instructions if touched(it.span, edits)), span)
    start = span.start if span.start != span.end else first.start
    at = moved(start, [edit for edit in edits if edit.span.end < start])
    return Span(at, at if span.start == span.end else moved(span.end, edits))


@cache
def shown(kind: str) -> Difference:
    """What the examples of a refactoring change, and those of kinds above it."""
    found = Difference()
    for example in examples():
        if f"{kind}.".startswith(f"{example.kind}.") and example.outcome == "after":
            answer = by_kind()[example.kind].apply(
                example.snapshot.model, example.span, example.context, example.config
            )
            assert isinstance(answer, Rewrite)
            found |= difference(example.snapshot, tuple(sorted(answer.plain)), Snapshot.of(example.result))
    return found


@cache
def goes_on(kind: str) -> bool:
    """Whether an example of this kind, or of one above it, goes on from what another one left."""
    own = [example for example in examples() if f"{kind}.".startswith(f"{example.kind}.")]
    return bool({example.source for example in own} & {example.result for example in own})


@cache
def reverse(kind: str) -> str | None:
    """The refactoring that a page names as the reverse."""
    page = next(example.page for example in examples() if example.kind == kind)
    match = re.search(r"[Tt]he\s+reverse\s+is\s+`([\w.]+)`", (FOLDER / f"{page}.md").read_text(encoding="utf-8"))
    return match[1] if match else None


@cache
def files() -> list[tuple[str, Snapshot]]:
    """The blocks of all pages, the samples, and the corpus where it is."""
    found = [(f"{example.page}.md", example.snapshot) for example in examples()]
    for page in sorted(Path(dockwright.rules.__file__).parent.glob("*.md")):
        for match in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            found.append((page.name, Snapshot.of(_MARKS.sub("", match[1]))))
    paths = sorted((Path(__file__).parents[1] / "syntax" / "samples").iterdir())
    if SHARED:
        paths += sorted((SHARED / "corpus").glob("*.Dockerfile"))[::EVERY]
    return found + [(path.name, Snapshot.of(path.read_bytes().decode("utf-8", "replace"))) for path in paths]


@cache
def _places(name: str, snapshot: Snapshot) -> list[Span]:
    return list(script("refactors").places(snapshot))
