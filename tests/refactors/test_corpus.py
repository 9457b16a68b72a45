"""Every refactoring wherever it is offered, in every file there is: it changes what its page shows and no more.

What the examples of a page add, remove and change in the state of a stage is what the refactoring may add, remove and
change anywhere. It may be applied again at the same place where the page shows one example going on from another.
"""

from __future__ import annotations

from functools import cache

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import MISREAD, Refactor, Refusal, Rewrite, all_refactors, by_kind
from dockwright.text import Edit, Span, apply
from generated import script
from refactor_pages import examples
from refactored_files import files
from rewriting import Difference, difference, moved, problems, touched


@pytest.mark.parametrize("item", all_refactors(), ids=lambda item: item.kind)
def test_a_refactoring_changes_what_its_page_shows_and_no_more(item: Refactor) -> None:
    for name, snapshot in files():
        done: set[tuple[Edit, ...]] = set()
        for span in _places(name, snapshot):
            answer = item.apply(snapshot.model, span, snapshot.context)
            assert answer != Refusal(MISREAD), f"{name} at {span}"
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
def _places(name: str, snapshot: Snapshot) -> list[Span]:
    return list(script("refactors").places(snapshot))
