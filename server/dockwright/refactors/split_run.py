"""One RUN becomes two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from dockwright.refactors.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.shell.effects import (
    beyond_the_run,
    changes_the_shell,
    in_any_run,
    looked_up,
    why_later_shells_differ,
)
from dockwright.refactors.shell.errexit import faithful, neutral
from dockwright.refactors.shell.flags import same_flags
from dockwright.refactors.shell.segment import Segment, segment_at
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import AndOr, Command, parse_shell
from dockwright.text import Edit, Span

_DELETES = re.compile(
    r"\brm -|\bapt-get (?:-\S+ )*(?:clean|purge|remove|autoremove)|\b(?:apk|yum|dnf|pip) (?:del|clean|cache)"
)


class _Place(NamedTuple):
    before: Command | AndOr
    after: Command | AndOr
    chained: bool
    """Whether `&&` stands between the two, else `;`."""


@refactor("refactor.rewrite.run.split", "Split this RUN before the command at the cursor")
def split_run(model: Model, selection: Span) -> Answer:
    """Split a RUN in two before the command that holds the cursor."""
    found = segment_at(model, selection)
    if not isinstance(found, Segment):
        return None
    places = [place for place in _places(found) if found.source(place.before.span).end < selection.start]
    if not places:
        return None
    place = max(places, key=lambda place: place.after.span.start)
    step = model.step_at(selection.start)
    assert step is not None, "segment_at found it"
    reason = _why_not(found, place, step)
    return Refusal(reason) if reason else _split(model, found, place)


def _places(found: Segment) -> Iterator[_Place]:
    """Between which commands a RUN can be split, `set` at its beginning left aside."""
    if len(found.items) == 1 and isinstance(found.items[0], AndOr) and found.items[0].only_and:
        for one, other in pairwise(found.items[0].items):
            yield _Place(one, other, True)
    for before, after in pairwise(found.items):
        yield _Place(before, after, False)


def _why_not(found: Segment, place: _Place, step: Step) -> str | None:
    text = found.script.text
    first = parse_shell(text[found.items[0].span.start : place.before.span.end])
    second = parse_shell(text[place.after.span.start :])
    if first.has_errors or second.has_errors:
        return "The shell text cannot be read for sure."
    if changes_the_shell(first):
        return "What stands before sets a folder, a variable or the like, which a RUN of its own would lose."
    if reason := in_any_run(found.script) or beyond_the_run(first, step.before.user):
        return reason
    if reason := same_flags([found.instruction]):
        return reason
    if reason := why_later_shells_differ(first, second, step.before, known=found.errexit != "unknown"):
        return reason
    errexit = found.errexit != "off" or "e" in found.prelude
    if place.chained and errexit and not all(neutral(item) for item in first.body.items):
        return "On the left of &&, `set -e` is off within a command; in a RUN of its own it would be on."
    if not place.chained and not (errexit and found.errexit != "unknown" and faithful(place.before)):
        return "A failure before this is passed over now; in a RUN of its own it would end the build."
    again = looked_up(first, at_top=True) & looked_up(second, at_top=False)
    given = [word.literal or "" for placed in first.simple_commands() for word in placed.command.arguments]
    if any(word.startswith(name) for name in again for word in given):
        return "A command may be installed anew before this; a new shell may find another one than this one does."
    return None


def _split(model: Model, found: Segment, place: _Place) -> Rewrite:
    text = model.tree.text.string
    first = found.instruction
    step = model.step_at(found.start)
    keyword = step.instruction.keyword.span.start if step else first.keyword.span.start
    line = model.tree.text.line_span(model.tree.text.line_of(keyword)).start
    head = text[line : first.arguments_span.start]
    prelude = text[first.arguments_span.start : found.source(found.items[0].span).start]
    start, end = found.source(place.before.span).end, found.source(place.after.span).start
    newline = "\r\n" if "\r\n" in text[line:end] else "\n"
    notes = "".join(f"{note.strip()}{newline}" for note in text[start:end].splitlines() if note.strip().startswith("#"))
    second = text[end : first.arguments_span.end]
    confirm = "What the second RUN deletes stays in the layer of the first." if _DELETES.search(second) else ""
    title = "Split this RUN before the command at the cursor (two layers, cached apart)"
    return Rewrite(title, (Edit(Span(start, end), newline + notes + head + prelude),), confirm)
