"""Split one RUN into two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from dockwright.findings.suppression_names import in_gap
from dockwright.refactors.kit.refactor import MISREAD, Answer, Refusal, Rewrite, refactor
from dockwright.refactors.shell.documents import set_line
from dockwright.refactors.shell.effects import (
    beyond_the_run,
    changes_the_shell,
    found_elsewhere,
    in_any_run,
    looked_up,
    why_later_shells_differ,
)
from dockwright.refactors.shell.errexit import faithful, neutral
from dockwright.refactors.shell.flags import same_flags
from dockwright.refactors.shell.layout import PRAGMA
from dockwright.refactors.shell.segment import Segment, segment
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import AndOr, Command, parse_shell
from dockwright.text import Edit, Span

_DELETES = re.compile(
    r"\brm -|\bapt-get (?:-\S+ )*(?:clean|purge|remove|autoremove)|\b(?:apk|yum|dnf|pip) (?:del|clean|cache)"
)
_UPDATES = re.compile(r"\bapt(?:-get)? (?:-\S+ )*update\b")
_INSTALLS = re.compile(r"\bapt(?:-get)? (?:-\S+ )*install\b")
_SHELLCHECK = re.compile(r"shellcheck\s+\w+=", re.IGNORECASE)


class _Place(NamedTuple):
    before: Command | AndOr
    after: Command | AndOr
    chained: bool
    """Whether the two are joined by `&&`; otherwise by `;` or a line break."""
    cut: Span
    """The part of the script between the two."""


@refactor("refactor.rewrite.run.split", "Split this RUN before the command at the cursor")
def split_run(model: Model, selection: Span) -> Answer:
    """Split a RUN before the command at the cursor; for the first command, before the next possible one."""
    step = model.step_at(selection.start)
    found = segment(model, step) if step and not step.instruction.is_json else None
    if step is None or not isinstance(found, Segment) or found.instruction.name != "RUN":
        return None
    places = sorted(_places(found), key=lambda place: place.after.span.start)
    above = [place for place in places if found.source(place.before.span).end < selection.start]
    if above:
        return _split(model, step, found, above[-1], "Split this RUN before the command at the cursor")
    wanted = [place for place in places if not (_is_cut_off(found, place) or _DELETES.match(_second(found, place)))]
    answers = [_split(model, step, found, place, _title(found, place)) for place in wanted]
    return next((answer for answer in answers if isinstance(answer, Rewrite)), next(iter(answers), None))


def _second(found: Segment, place: _Place) -> str:
    """The script from the first command of the second RUN on."""
    return found.script.text[place.after.span.start :]


def _title(found: Segment, place: _Place) -> str:
    """A title that names the first command of the second RUN."""
    words = found.script.text[place.after.span.start : place.after.span.end].split()[:3]
    return f"Split this RUN before `{' '.join(words)}`"


def _is_cut_off(found: Segment, place: _Place) -> bool:
    """Whether an install would be separated from the update of its lists, which is never intended."""
    first, second = found.script.text[: place.before.span.end], _second(found, place)
    return bool(_UPDATES.search(first) and not _UPDATES.search(second) and _INSTALLS.search(second))


def _split(model: Model, step: Step, found: Segment, place: _Place, title: str) -> Answer:
    before = model.tree.text.string[: found.source(place.before.span).end]
    if not found.heredoc and before.rstrip(" \t").endswith(model.tree.escape):
        return Refusal(MISREAD)
    if reason := _why_not(found, place, step) or _why_no_comment(model, found, place):
        return Refusal(reason)
    second = _second(found, place)
    notes = ["two layers, cached separately"]
    notes += ["what the second deletes stays in the first"] if _DELETES.search(second) else []
    if _is_cut_off(found, place):
        notes.append("installs from lists of the first, maybe outdated")
    edit = _in_lines(model, found, place) if found.heredoc else _on_lines(model, found, place)
    return Rewrite(title, (edit,), "; ".join(notes))


def _places(found: Segment) -> Iterator[_Place]:
    """The commands between which a RUN can be split, without leading `set` commands."""
    if len(found.items) == 1 and isinstance(found.items[0], AndOr) and found.items[0].only_and:
        for one, other in pairwise(found.items[0].items):
            yield _Place(one, other, True, Span(one.span.end, other.span.start))
    for before, after in pairwise(found.items):
        yield _Place(before, after, False, _cut(found, before, after))


def _cut(found: Segment, before: Command | AndOr, after: Command | AndOr) -> Span:
    """In a heredoc, the offset above the comments of the second command, if that begins a line."""
    text = found.script.text
    at = text.rfind("\n", 0, after.span.start) + 1
    if found.heredoc is None or text[at : after.span.start].strip() or at < before.span.end:
        return Span(before.span.end, after.span.start)
    noted = {note.start for note in found.script.comments}
    while at > before.span.end:
        above = text.rfind("\n", 0, at - 1) + 1
        line = text[above : at - 1]
        if above <= before.span.end or (line.strip() and above + len(line) - len(line.lstrip()) not in noted):
            break
        at = above
    return Span(at, at)


def _why_not(found: Segment, place: _Place, step: Step) -> str | None:
    text = found.script.text
    first = parse_shell(text[found.items[0].span.start : place.cut.start])
    second = parse_shell(text[place.cut.end :])
    if first.has_errors or second.has_errors:
        return "Cannot parse the shell commands"
    if changes_the_shell(first):
        return "A command before sets a folder, a variable or an option, which the new RUN would lose"
    ends = [
        mark
        for item, mark in zip(found.script.body.items, found.script.body.separators, strict=False)
        if item.span.end <= place.before.span.end
    ]
    if any(mark.text == "&" for mark in ends):
        return "A background command ends with its RUN, so what follows would run without it"
    if reason := in_any_run(found.script) or beyond_the_run(first, step.before):
        return reason
    if reason := same_flags([found.instruction]):
        return reason
    if reason := why_later_shells_differ(first, second, step.before, known=found.errexit != "unknown"):
        return reason
    errexit = found.errexit != "off" or "e" in found.prelude
    if place.chained and errexit and not all(neutral(item) for item in first.body.items):
        return "Left of `&&`, `set -e` is off within a command; in its own RUN it would be on"
    if not place.chained and not (("e" in found.prelude or found.errexit == "on") and faithful(place.before)):
        return "A failure before this is ignored now; in its own RUN it would stop the build"
    again = found_elsewhere(looked_up(first, at_top=True) & looked_up(second, at_top=False), [first, second])
    given = [word.literal or "" for placed in first.simple_commands() for word in placed.command.arguments]
    if any(word.startswith(name) for name in again for word in given):
        return "A command may be reinstalled before this; a new shell may find another one"
    return None


def _why_no_comment(model: Model, found: Segment, place: _Place) -> str | None:
    """A comment inside a RUN is not read by tools; above one it would be."""
    span = Span(found.source(place.before.span).end, found.source(place.after.span).start)
    lines = model.tree.text.slice(span).splitlines()
    if found.heredoc is None and any(PRAGMA.match(line.strip()) for line in lines):
        return "A comment inside would suppress findings once it is above an instruction"
    return None


def _on_lines(model: Model, found: Segment, place: _Place) -> Edit:
    text = model.tree.text.string
    prelude = text[found.instruction.arguments_span.start : found.source(found.items[0].span).start]
    start, end = found.source(place.before.span).end, found.source(place.after.span).start
    head, newline = _head(model, found), "\r\n" if "\r\n" in text[found.start : end] else "\n"
    notes = "".join(f"{note.strip()}{newline}" for note in text[start:end].splitlines() if note.strip().startswith("#"))
    return Edit(Span(start, end), newline + notes + _pragmas(model, found) + head + prelude)


def _in_lines(model: Model, found: Segment, place: _Place) -> Edit:
    text = model.tree.text.string
    document = found.instruction.heredocs[0]
    assert document.terminator is not None, "a segment has whole heredocs only"
    marker = text[found.instruction.arguments_span.start : document.body.start]
    cut = found.source(place.cut)
    sets = [item for item in found.script.body.items if item.span.end <= found.items[0].span.start]
    lines = [found.script.text[item.span.start : item.span.end] for item in sets]
    if found.prelude and found.joined_by == "&&":
        lines = [set_line(found.prelude)]
    end = text[document.terminator.start : document.terminator.end].rstrip("\n")
    opening = "" if cut.start == cut.end else "\n"
    between = f"{opening}{end}\n{_pragmas(model, found)}{_head(model, found)}{marker}"
    return Edit(cut, between + "".join(f"{line}\n" for line in lines))


def _head(model: Model, found: Segment) -> str:
    """The text before the script on the first line, with ONBUILD and flags."""
    text = model.tree.text
    line = text.line_span(text.line_of(found.start)).start
    return text.string[line : found.instruction.arguments_span.start]


def _pragmas(model: Model, found: Segment) -> str:
    """The comments above that suppress findings in the RUN, because both RUNs need them."""
    gap = model.tree.gap_before(found.start)
    if gap is None:
        return ""
    below = {mention.comment for mention in in_gap(gap[0]) if mention.scope == "below"}
    spans = [it.span for it in gap[0].comments if it.span in below or _SHELLCHECK.match(it.value)]
    text = model.tree.text
    lines = [text.line_of(gap[1] + span.start) for span in spans]
    return "".join(text.string[text.line_span(line).start : text.line_span(line + 1).start] for line in lines)
