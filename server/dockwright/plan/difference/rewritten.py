"""Refactorings that keep the meaning: their result makes the same image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.plan.difference.compare import Difference, Side, difference
from dockwright.refactors.kit.refactor import Rewrite, all_refactors
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse
from dockwright.text import Span, apply

CHANGING = frozenset(
    {
        "refactor.rewrite.copy.lockFile",
        "refactor.rewrite.packages.apk",
        "refactor.rewrite.packages.aptGet",
        "refactor.rewrite.packages.clean",
        "refactor.rewrite.packages.noCache",
        "refactor.rewrite.packages.yes",
        "refactor.rewrite.run.commentsAbove",
        "refactor.rewrite.run.continueLine",
    }
)
"""These are meant to change the image, or fix a failure, and so their titles name no cost."""
MOST_ROUNDS = 8
MOST_PLACES = 12


def explained(before: Side, after: Side, target: str = "") -> tuple[Difference | None, tuple[str, ...]]:
    """The remaining differences after refactorings that keep the meaning, and the titles of these.

    They are tried in both directions at each step that differs, one after the other, as long as the difference gets
    smaller.
    """
    found = difference(before, after, target)
    titles: list[str] = []
    one, other = before, after
    for _ in range(MOST_ROUNDS):
        if found is None or found.is_same:
            break
        better = _better(one, other, found, target)
        if better is None:
            break
        one, other, found, title = better
        titles.append(title)
    if found is not None and found.is_same:
        return found, tuple(titles)
    return difference(before, after, target), ()


def _better(before: Side, after: Side, found: Difference, target: str) -> tuple[Side, Side, Difference, str] | None:
    """The pair with one of the files rewritten so that the difference is smallest."""
    best: tuple[Side, Side, Difference, str] | None = None
    for is_first, side in ((True, before), (False, after)):
        for text, title in _rewritings(side, _places(side.model, found, is_first)):
            new = side._replace(
                model=analyse(parse(text), build_args=side.model.build_args, base_state=side.model.base_state)
            )
            pair = (new, after) if is_first else (before, new)
            left = difference(*pair, target)
            if left is not None and _size(left) < _size(best[2] if best else found):
                best = (*pair, left, title)
                if left.is_same:
                    return best
    return best


def _size(found: Difference) -> int:
    return len(found.configuration) + len(found.arguments) + len(found.steps)


def _places(model: Model, found: Difference, is_first: bool) -> list[Span]:
    """The instructions of a file that are not equal in the other."""
    lines = {change.before.line if is_first else change.after.line for change in found.configuration}
    for _, step in found.steps:
        work = step.before if is_first else step.after
        lines.add(work.line if work else None)
    text = model.tree.text
    found_spans = [
        step.instruction.span
        for step in model.steps()
        if text.line_of(step.instruction.keyword.span.start) + 1 in lines
    ]
    return found_spans[:MOST_PLACES]


def _rewritings(side: Side, places: list[Span]) -> Iterator[tuple[str, str]]:
    seen = {side.model.tree.text.string}
    for item in all_refactors():
        if item.kind in CHANGING:
            continue
        for span in (each for place in places for each in (place, Span(place.start, place.start))):
            answer = item.apply(side.model, span, side.context)
            if isinstance(answer, Rewrite) and not answer.cost and answer.addition is None:
                text = apply(side.model.tree.text.string, answer.plain)
                if text not in seen:
                    seen.add(text)
                    yield text, answer.title
