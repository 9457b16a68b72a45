"""Suppression comments: BuildKit's `check=skip=`, hadolint's `ignore=`, and dockerfile-utils' own.

`# check=skip=A,B` at the head of a file applies to the whole file, above an instruction to that one (since Dockerfile
1.21); `all` means every rule, and text after the first blank is ignored. `# hadolint ignore=A,B` applies to the
instruction below, `# hadolint global ignore=A,B` to the file, `# hadolint stage ignore=A,B` above a FROM to its stage,
`# tally ignore=A,B` and `# tally global ignore=A,B` likewise, those of scanners
(`# checkov:skip=A`, `# trivy:ignore:A`, `# kics-scan disable=A,B`) as the scanner reads them, and
`# dockerfile-utils: ignore` to the instruction below. Any name of a rule works in any of them. The names may be
followed by `until 2027-01-31`, the last day on which they apply, and `// why`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import by_name
from dockwright.findings.suppression_names import Mention, heeded_by_hadolint, in_check, in_gap, is_last
from dockwright.frozen import frozen
from dockwright.semantics.model import Model
from dockwright.semantics.structure import Moves
from dockwright.syntax.nodes import Gap
from dockwright.text import Span

Names = frozenset[str]


@frozen(eq=False)
class Suppressions:
    """The suppressed names, for the file and for ranges of it; `all` stands for every rule."""

    file: Names
    stages: tuple[tuple[Span, Names], ...]
    starts: tuple[int, ...]
    """The starts of the ranges of single instructions, in text order."""
    ranges: tuple[tuple[int, Names], ...]
    """The end of each of these ranges, and the names suppressed in it."""

    def within(self, start: int, stop: int) -> bool:
        """Whether anything is suppressed in a range of the file."""
        wide = bool(self.file or self.stages)
        return wide or bisect_left(self.starts, start) < bisect_left(self.starts, stop)

    def part(self, start: int, stop: int) -> object:
        """The suppressions in a range of the file, with offsets from its start; equal if they are the same."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, stop)
        if first == last and not self.stages:
            return self.file
        ends = self.ranges[first:last]
        begins = self.starts[first:last]
        wide = tuple((span.shifted(-start), off) for span, off in self.stages if span.start < stop and span.end > start)
        near = tuple((at - start, end - start, off) for at, (end, off) in zip(begins, ends, strict=True))
        return self.file, wide, near

    def moved(self, moves: Moves) -> Suppressions:
        """The same suppressions, after an edit that changed none of the comments."""
        return Suppressions(
            self.file,
            tuple((moves.span(span), names) for span, names in self.stages),
            tuple(map(moves.place, self.starts)),
            tuple((moves.place(end), names) for end, names in self.ranges),
        )

    def hide(self, finding: Finding, start: int) -> bool:
        """Whether a finding with a span relative to `start` is suppressed."""
        names = names_of(finding.name)
        if self.file and names & self.file:
            return True
        at = finding.span.start + start
        if any(span.start <= at < span.end and names & off for span, off in self.stages):
            return True
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at < self.ranges[index][0] and bool(names & self.ranges[index][1])


class Silenced(NamedTuple):
    """The findings that suppression comments hide in a file."""

    model: Model
    running: frozenset[str]
    """The codes of the rules that ran."""
    hidden: list[tuple[int, str]]
    """The start and name of each hidden finding."""

    def by(self, mention: Mention, scope: Span) -> bool:
        """Whether a name hides anything in its range."""
        return any(scope.start <= at < scope.end and mention.name in names_of(name) for at, name in self.hidden)


def suppressions(model: Model, hadolint: bool = False) -> Suppressions | None:
    """The suppression comments of a file; None if there are none. With `hadolint`, only those it accepts."""

    def move(known: tuple[Suppressions | None], moved: Moves) -> tuple[Suppressions | None] | None:
        return (known[0] and known[0].moved(moved),) if stand(known[0], moved) else None

    name = "suppressions of hadolint" if hadolint else "suppressions"
    return model.kept(name, lambda: (_read(model, hadolint),), move)[0]


def stand(known: Suppressions | None, moved: Moves) -> bool:
    """Whether the suppressions are the same after an edit, except for their positions."""
    if _speaks(moved):
        return False
    # An added or removed instruction may be the one below a comment, or the end of a stage.
    return known is None or not moved.came_or_went or not (known.stages or moved.pivot in known.starts)


def _speaks(moved: Moves) -> bool:
    """Whether an edited comment suppresses something, or may be next to directives."""
    return any(not moved.first or in_gap(gap, 0) for gap in moved.comments)


def _read(model: Model, hadolint: bool) -> Suppressions | None:
    tree = model.tree
    check = tree.zone.get("check")
    file = {mention.name for mention in in_check(check.value, 0) if not mention.is_over} if check else set()
    stages: list[tuple[Span, Names]] = []
    starts: list[int] = []
    ranges: list[tuple[int, Names]] = []
    pieces = tree.pieces
    for index, piece in enumerate(pieces):
        if type(piece) is not Gap or not piece.comments:
            continue
        found = tuple(one for one in in_gap(piece, head_end(model, index)) if not one.is_over)
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if found and hadolint:
            found = heeded_by_hadolint(found, piece)
        if not found:
            continue
        end = tree.starts[index] + len(piece.text)
        file |= _named(found, "file")
        of_stage, below = _named(found, "stage"), _named(found, "below")
        stage = model.stage_at(end) if of_stage else None
        if stage:
            # hadolint does not count the line below as part of it
            skips = hadolint and any(is_last(one, piece) for one in found if one.scope == "stage")
            start = end + len(after.text) if skips and after else end
            stages.append((Span(start, max(stage.span.end, start + 1)), of_stage))
        if below and index + 1 < len(pieces):
            starts.append(end)
            ranges.append((end + len(pieces[index + 1].text), below))
    if not (file or stages or ranges):
        return None
    return Suppressions(frozenset(file), tuple(stages), tuple(starts), tuple(ranges))


def mentions(model: Model) -> Iterator[tuple[Mention, Span]]:
    """Every name in a suppression comment, with positions in the file and the range in which it applies."""
    tree = model.tree
    whole = Span(0, len(tree.text) + 1)
    check = tree.zone.get("check")
    for mention in in_check(check.value, check.value_span.start, check.span) if check else ():
        yield mention, whole
    for index in _speaking(model):
        piece, start = tree.pieces[index], tree.starts[index]
        assert isinstance(piece, Gap)
        end = start + len(piece.text)
        below = len(tree.pieces[index + 1].text) if index + 1 < len(tree.pieces) else 0
        for mention in in_gap(piece, head_end(model, index)):
            scope = Span(end, end + below)
            if mention.scope != "below":
                stage = model.stage_at(end) if mention.scope == "stage" else None
                scope = Span(end, stage.span.end) if stage else whole
            yield mention.shifted(start), scope


def _speaking(model: Model) -> list[int]:
    """The pieces that contain such comments."""

    def find() -> list[int]:
        gaps = ((index, piece) for index, piece in enumerate(model.tree.pieces) if isinstance(piece, Gap))
        return [index for index, gap in gaps if gap.comments and in_gap(gap, head_end(model, index))]

    return model.kept("speaking", find, _speaking_still)


def _speaking_still(known: list[int], moved: Moves) -> list[int] | None:
    if _speaks(moved):
        return None
    return [index if index < moved.first else index + moved.shift for index in known] if moved.shift else known


@cache
def names_of(name: str) -> Names:
    """The names, in lower case, that suppress findings of a rule, or of the part of it with this name."""
    rule = by_name().get(name.lower())
    if rule is None:
        names = {name.lower()}
    else:
        part = "" if name == rule.code else name
        names = {name.lower() for name in (*rule.names_about(part), *rule.hidden_by)}
    if rule and (rule.severity is Severity.ERROR or "experimental" in rule.groups):
        return frozenset(names)  # `all` does not apply to build errors, nor to rules that the user enabled
    return frozenset(names | {"all"})


def head_end(model: Model, index: int) -> int:
    """The end of the directives at the start of a gap."""
    directives = model.tree.directives if index == 0 else ()
    return directives[-1].span.end if directives else 0


def _named(found: tuple[Mention, ...], scope: str) -> Names:
    return frozenset(mention.name for mention in found if mention.scope == scope)
