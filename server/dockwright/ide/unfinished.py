"""What is not said of text while it is being typed: that which the next word or the next line may settle."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dockwright.frozen import frozen
from dockwright.ide.snapshot import Snapshot
from dockwright.rules.finding import Finding, Group, Severity
from dockwright.rules.rule import by_name
from dockwright.syntax.nodes import Unit
from dockwright.text import Span

_CLOSING = " \t\r]}\"'"
"""What may stand behind the cursor at the end of a line: blanks, and what editors close by themselves."""


def without_unfinished(
    snapshot: Snapshot, offset: int, since: int | None = None, said: Iterable[Group] = ()
) -> list[Group]:
    """The groups of findings, the same objects but where something is left out, as the author types at `offset`.

    All between the offset `since` and there was written without a rest. What was `said` before stays said. Of the
    instruction that is being typed at its end nothing new is said but errors of words before the last: they stay
    wrong however it goes on, unless their rule says that more words may settle them. Of the lines written before
    in one go, that is said which does not depend on other instructions.
    """
    place = _place(snapshot, offset, since)
    stage = snapshot.model.stage_at(place.since)
    of_stage = stage.start if stage else snapshot.model.globals_start

    def near(group: Group) -> bool:
        return not group.start or of_stage <= group.start <= place.instruction.end

    waiting = [_waiting(place, group) if near(group) else () for group in snapshot.groups]
    if not any(waiting):
        return snapshot.groups
    starts = {group.start for group, found in zip(snapshot.groups, waiting, strict=True) if found}
    known = {
        (group.start, finding.code, finding.message)
        for group in said
        if group.start in starts
        for finding in group.findings
    }
    return [
        _without(group, lambda finding, found=found, start=group.start: (  # type: ignore[misc]
            finding in found and (start, finding.code, finding.message) not in known
        )) if found else group
        for group, found in zip(snapshot.groups, waiting, strict=True)
    ]  # fmt: skip


@frozen
class _Place:
    """Where the author types."""

    offset: int
    since: int
    instruction: Span
    last_word: int
    """Where the word before the cursor begins."""
    at_line_end: bool
    at_file_end: bool


def _waiting(place: _Place, group: Group) -> tuple[Finding, ...]:
    return tuple(finding for finding in group.findings if _waits(place, finding, finding.span.shifted(group.start)))


def _waits(place: _Place, finding: Finding, span: Span) -> bool:
    """Whether what is typed next may settle it."""
    if not place.since <= span.start <= max(place.instruction.end, place.offset):
        return False
    rule = by_name().get(finding.code.lower())
    is_error = rule is not None and rule.severity is Severity.ERROR
    # No line that follows settles an error about the whole file, unless it is the last one so far.
    next_line = rule is not None and rule.on_whole_file and (place.at_file_end or not is_error)
    if next_line or not place.instruction.start <= span.start <= place.instruction.end:
        return next_line
    if not place.at_line_end:
        return span.start < place.offset == span.end
    if rule is None or not is_error or span.start >= place.last_word:
        return True
    return not rule.on_whole_file and (rule.more_may_settle or span.end >= place.last_word)


def _without(group: Group, hidden: Callable[[Finding], bool]) -> Group:
    kept = tuple(finding for finding in group.findings if not hidden(finding))
    return group if len(kept) == len(group.findings) else Group(kept, group.start)


def _place(snapshot: Snapshot, offset: int, since: int | None) -> _Place:
    string = snapshot.text.string
    line_end = string.find("\n", offset)
    rest = string[offset : line_end if line_end >= 0 else len(string)]
    before = string[:offset].rstrip(" \t\r\n\\`")
    typed = _typed(snapshot, offset)
    return _Place(
        offset,
        typed.start if since is None else min(since, typed.start),
        typed,
        max(before.rfind(" "), before.rfind("\t"), before.rfind("\n")) + 1,
        not rest.strip(_CLOSING),
        not string[offset:].strip(_CLOSING + "\n"),
    )


def _typed(snapshot: Snapshot, offset: int) -> Span:
    """The instruction that the author types, or the one that ends just before."""
    tree = snapshot.tree
    index = tree.piece_at(offset)
    if index < 0:
        return Span(0, 0)
    piece, start = tree.pieces[index], tree.starts[index]
    if not isinstance(piece, Unit) and offset == start and index:
        piece, start = tree.pieces[index - 1], tree.starts[index - 1]
    return Span(start, start + len(piece.text))
