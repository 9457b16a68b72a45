"""Joins RUNs on one logical line: with `&&`, or with `;` under `set -e`."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.frozen import frozen
from dockwright.refactors.kit.refactor import Refusal
from dockwright.refactors.shell.effects import changes_the_shell, found_elsewhere, is_obscure, looked_up
from dockwright.refactors.shell.errexit import faithful, neutral
from dockwright.refactors.shell.layout import Layout
from dockwright.refactors.shell.segment import Segment
from dockwright.syntax.shell import AndOr, Command, Compound, Operator
from dockwright.text import Edit, Span

NO_EFFECT = "`set -e` has no effect left of `&&`, so a failure would be ignored"
STATUS = "For an unset variable bash exits with 127; under `set -e` or in a subshell, with 1"
UNKNOWN = "The base image may set a shell with `-e`, which matters here; add a SHELL instruction"


@frozen
class Part:
    """The part of a RUN that is kept, and what is added around it."""

    span: Span
    """From its first to its last command, in the document."""
    opening: str = ""
    closing: str = ""
    edits: tuple[Edit, ...] = ()
    """Inside the span."""


@frozen
class Joined:
    """All parts, the separator, and the text before the first."""

    parts: tuple[Part, ...]
    operator: str
    prelude: str = ""
    verbose: bool = False
    """Whether any part has to disable `-e` for itself."""


def edits_of(segments: Sequence[Segment], joined: Joined, layout: Layout, notes: list[list[str]]) -> list[Edit]:
    """The edits that merge all into one RUN; `notes` are the comments between them."""
    parts = joined.parts
    start = parts[0].span.start
    lead = f"{joined.prelude}{layout.joint(';')}" if joined.prelude else ""
    edits = [Edit(Span(start, start), lead + parts[0].opening)] if lead or parts[0].opening else []
    for part, following, comments in zip(parts, parts[1:], notes, strict=False):
        between = part.closing + layout.joint(joined.operator, comments) + following.opening
        edits.append(Edit(Span(part.span.end, following.span.start), between))
    if parts[-1].closing:
        edits.append(Edit(Span(parts[-1].span.end, segments[-1].instruction.arguments_span.end), parts[-1].closing))
    return sorted([*edits, *(edit for part in parts for edit in part.edits)])


def by_and(segments: Sequence[Segment]) -> Joined | Refusal:
    """Join with `&&`, each in braces or parentheses if necessary; shared leading `set` commands are kept once."""
    shared = _shared_by_and(segments)
    if shared is not None:
        return shared
    parts: list[Part] = []
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        body = segment.script.body
        alone = len(segment.items) == 1 and neutral(segment.items[0])
        if not last and (segment.errexit != "off" or segment.sets_errexit) and not alone:
            return Refusal(UNKNOWN if segment.errexit == "unknown" and not segment.sets_errexit else NO_EFFECT)
        if not last and is_obscure(segment.script):
            return Refusal(
                "A command with unknown effects on the shell cannot be left of `&&`, where `set -e` is ignored"
            )
        isolated = not last and (changes_the_shell(segment.script) or _is_remembered(segment, segments[index + 1 :]))
        if not segment.ends_as_before(subshell=isolated, errexit=False):
            return Refusal(STATUS)
        opening, closing = ("( ", " )") if isolated else _braces(segment)
        parts.append(Part(_source(segment, body.items), opening, closing))
    return Joined(tuple(parts), "&&")


def by_semicolon(segments: Sequence[Segment], *, verbose: bool = False) -> Joined | Refusal:
    """Join with `;` under one `set -e`; with `verbose`, each in parentheses as it would run by itself."""
    first = segments[0]
    outer = frozenset() if verbose else outer_options(segments)
    parts: list[Part] = []
    used = verbose
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        shared = bool(outer) and segment.prelude == outer
        isolated = verbose or (not last and leaves(segment, shared, segments[index + 1 :]))
        part, off = _under_errexit(segment, shared, last, isolated)
        if off and first.errexit == "unknown":
            return Refusal(UNKNOWN)
        if not segment.ends_as_before(subshell=part.closing.endswith(")"), errexit=True):
            return Refusal(STATUS)
        used = used or off
        parts.append(part)
    begun = bool(outer) and first.prelude == outer
    if begun and first.joined_by == "&&":
        parts[0] = _with(parts[0], _prelude_edit(first))
    return Joined(tuple(parts), ";", "" if begun or first.errexit == "on" else "set -e", used)


def outer_options(segments: Sequence[Segment]) -> frozenset[str]:
    """The shared options: those that each begins with, or `-e`; empty if the shell has it."""
    first = segments[0]
    if "e" in first.prelude and all(segment.prelude == first.prelude for segment in segments):
        return first.prelude
    return frozenset() if first.errexit == "on" else frozenset("e")


def _under_errexit(segment: Segment, shared: bool, last: bool, isolated: bool) -> tuple[Part, bool]:
    """A RUN where `set -e` is in effect, and whether it has to be disabled for it."""
    items = segment.items if shared else segment.script.body.items
    span = _source(segment, items)
    own = segment.errexit != "on" and "e" in segment.prelude
    if not (shared or segment.errexit == "on" or own or neutral(segment.script.body)):
        return Part(span, "( set +e; ", f"{_closing_mark(segment)} )"), True
    if isolated:
        return Part(span, "( ", f"{_closing_mark(segment)} )"), False
    if last:
        return Part(span), False
    return _ending_for_sure(segment, span, items[-1]), False


def _ending_for_sure(segment: Segment, span: Span, item: Command | AndOr) -> Part:
    """Commands of which the last one ends the script whenever it fails."""
    if faithful(item):
        return Part(span)
    if isinstance(item, AndOr) and item.only_and and all(faithful(each) and neutral(each) for each in item.items):
        return Part(span, edits=tuple(_split(segment, item)))
    at = segment.source(item.span).start
    return Part(span, "( ", " )") if at == span.start else Part(span, "", " )", (Edit(Span(at, at), "( "),))


def _split(segment: Segment, item: AndOr) -> list[Edit]:
    pairs = zip(item.items, item.operators, item.items[1:], strict=False)
    return [separated(segment, before.span, operator, after.span) for before, operator, after in pairs]


def separated(segment: Segment, before: Span, operator: Operator, after: Span, new: str = ";") -> Edit:
    """The edit that replaces an operator by `;`; line breaks stay."""
    start, end = segment.source(before).end, segment.source(after).start
    mark = segment.source(operator.span)
    text = segment.instruction.unit.text
    shift = segment.instruction.start
    ahead, behind = text[start - shift : mark.start - shift], text[mark.end - shift : end - shift]
    if "\n" in ahead:
        return Edit(Span(start, end), new + ahead + behind.lstrip(" \t"))
    return Edit(Span(start, end), new + (behind or " "))


def _prelude_edit(segment: Segment) -> Edit:
    at = segment.items[0].span.start
    first = next(item for item in segment.script.body.items if item.span.end > at)
    assert isinstance(first, AndOr)
    kept = next(index for index, item in enumerate(first.items) if item.span.start == at)
    return separated(segment, first.items[kept - 1].span, first.operators[kept - 1], first.items[kept].span)


def _with(part: Part, edit: Edit) -> Part:
    """A part with the edit directly before it; the opening text of the part is merged into the edit."""
    if not part.opening:
        return Part(part.span, "", part.closing, (edit, *part.edits))
    joined = Edit(edit.span, edit.new + part.opening)
    return Part(part.span, "", part.closing, (joined, *part.edits))


def _shared_by_and(segments: Sequence[Segment]) -> Joined | None:
    first = segments[0]
    alike = all(segment.prelude == first.prelude and segment.joined_by == "&&" for segment in segments)
    if not first.prelude or not alike or any(len(segment.items) > 1 for segment in segments):
        return None
    for index, segment in enumerate(segments[:-1]):
        item = segment.items[0]
        if not neutral(item) or (isinstance(item, AndOr) and not item.only_and):
            return None
        if leaves(segment, True, segments[index + 1 :]):
            return None
    parts = [Part(_source(segment, segment.items)) for segment in segments]
    last = segments[-1].items[0]
    if isinstance(last, AndOr) and not last.only_and:
        parts[-1] = Part(parts[-1].span, "{ ", "; }")
    return Joined(tuple(parts), "&&")


def leaves(segment: Segment, shared: bool, later: Sequence[Segment]) -> bool:
    """Whether any effect of a RUN on its shell would reach later ones."""
    start = segment.items[0].span.start if shared else 0
    return changes_the_shell(segment.script, start) or _is_remembered(segment, later)


def _is_remembered(segment: Segment, later: Sequence[Segment]) -> bool:
    """Whether a shell would cache the path of a command that a later RUN looks up again."""
    names = looked_up(segment.script, at_top=True)
    again = frozenset(name for other in later for name in names & looked_up(other.script, at_top=False))
    return bool(again) and bool(found_elsewhere(again, [segment.script, *(other.script for other in later)]))


def _source(segment: Segment, items: Sequence[Command | AndOr]) -> Span:
    return Span(segment.source(items[0].span).start, segment.source(items[-1].span).end)


def _closing_mark(segment: Segment) -> str:
    """A `&` after the last command, which belongs to it."""
    marks = segment.script.body.separators
    return " &" if len(marks) == len(segment.script.body.items) and marks[-1].text == "&" else ""


def _braces(segment: Segment) -> tuple[str, str]:
    """Braces that make a script one item between `&&`."""
    body = segment.script.body
    if mark := _closing_mark(segment):
        return "{ ", f"{mark} }}"
    item = body.items[0]
    odd = isinstance(item, Compound) and item.kind == "test" and not segment.is_bash  # a plain sh does not have `[[`
    if len(body.items) > 1 or odd or (isinstance(item, AndOr) and not item.only_and):
        return "{ ", "; }"
    return "", ""
