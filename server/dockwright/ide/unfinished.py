"""What is not said of a line while it is being typed: that a word or the line is not finished."""

from __future__ import annotations

from collections.abc import Callable

from dockwright.ide.snapshot import Snapshot
from dockwright.rules.finding import Finding, Group, Severity
from dockwright.syntax.nodes import Unit
from dockwright.text import Span

_OF_THE_LINE = frozenset(
    {
        "NoEmptyContinuation", "continuation-swallows-instruction", "invalid-argument", "missing-argument",
        "syntax-error", "unknown-instruction", "unreadable-word",
    }
)  # fmt: skip
"""Rules about an instruction that may go on at the end of the line."""


def without_unfinished(snapshot: Snapshot, offset: int) -> list[Group]:
    """The groups of findings, the same objects but where something is left out, as the author types at `offset`."""
    groups = snapshot.groups
    string = snapshot.text.string
    line_end = string.find("\n", offset)
    at_line_end = not string[offset : line_end if line_end >= 0 else len(string)].strip()
    at_file_end = at_line_end and not string[offset:].strip()
    span = _typed(snapshot, offset)
    stage = snapshot.model.stage_at(span.start)
    of_stage = stage.start if stage else snapshot.model.globals_start

    def hidden(finding: Finding, start: int) -> bool:
        place = finding.span.shifted(start)
        if finding.code == "no-stage":
            return at_file_end
        if not (span.start <= place.start <= span.end):
            return False
        of_the_word = place.end == offset and finding.severity <= Severity.WARNING
        return of_the_word or (at_line_end and finding.code in _OF_THE_LINE)

    return [
        _without(group, hidden) if group.start in (0, of_stage) or span.start <= group.start <= span.end else group
        for group in groups
    ]


def _without(group: Group, hidden: Callable[[Finding, int], bool]) -> Group:
    kept = tuple(finding for finding in group.findings if not hidden(finding, group.start))
    return group if len(kept) == len(group.findings) else Group(kept, group.start)


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
