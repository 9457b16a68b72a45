"""Fixes many findings at once: all safe fixes, or all of one kind."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import CodeAction
from dockwright.refactors.kit.refactor import Answer, Refactor, Rewrite, fixing, with_cost
from dockwright.text import Edit, Span, apply

MOST_ROUNDS = 10
"""Maximum number of rounds in which fixes are applied to the result of the previous round."""

Ask = Callable[[Snapshot, Refactor, Span], Answer]


def is_fixable(snapshot: Snapshot) -> bool:
    """Whether there is a safe fix."""
    return any(fix.safe for finding in snapshot.findings for fix in finding.fixes[:1])


def fixed(snapshot: Snapshot, *, unsafe: bool = False) -> Snapshot:
    """The file after its safe fixes, or all of them, and those that they make possible, unless the result is worse."""
    for _ in range(MOST_ROUNDS):
        edits = together(fix.edits for finding in snapshot.findings for fix in finding.fixes[:1] if joins(fix, unsafe))
        result = apply(snapshot.text.string, edits)
        if result == snapshot.text.string:
            break
        after = snapshot.edited(sorted(edits, reverse=True))
        if is_worse(after, snapshot):
            break
        snapshot = after
    return snapshot


def is_worse(after: Snapshot, before: Snapshot) -> bool:
    """Whether less of a file parses than before, or it has more errors."""
    return len(after.tree.problems) > len(before.tree.problems) or _errors(after) > _errors(before)


def joins(fix: Fix, unsafe: bool) -> bool:
    """Whether a fix is applied to a whole file."""
    return fix.safe or (unsafe and not fix.guess)


def fix_all(snapshot: Snapshot) -> tuple[Edit, ...]:
    """The edits, line by line, that turn the file into the result of `fixed`."""
    before, after = snapshot.text.string, fixed(snapshot).text.string
    if before == after:
        return ()
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    return tuple(
        Edit(Span(starts[first], starts[last]), "".join(new[begin:end]))
        for tag, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    )


def of_a_kind(snapshot: Snapshot, span: Span, ask: Ask) -> Iterator[CodeAction]:
    """For each rule with a finding in the selection and others elsewhere: the first fix of all of them."""
    here = dict.fromkeys(finding.code for finding in snapshot.findings if finding.span.overlaps(span))
    for code in here:
        same = [finding for finding in snapshot.findings if finding.code == code]
        offers = [_offers(snapshot, finding, ask) for finding in same[:2]] if len(same) > 1 else []
        if any(edits for edits, _ in offers):
            cost = "; ".join(dict.fromkeys(cost for _, cost in offers if cost))
            yield CodeAction(with_cost(f"Fix all of {code} in this file", cost), "quickfix", key=f"{KIND}{code}")


KIND = "kind:"


def kind_edits(snapshot: Snapshot, code: str, ask: Ask) -> tuple[Edit, ...]:
    """The first fix of each finding of a rule; of overlapping fixes only the first."""
    return together(_offers(snapshot, finding, ask)[0] for finding in snapshot.findings if finding.code == code)


def _offers(snapshot: Snapshot, finding: Finding, ask: Ask) -> tuple[tuple[Edit, ...], str]:
    """The edits of the first fix of a finding, none if it has none, and their cost."""
    if finding.fixes:
        return (() if finding.fixes[0].guess else finding.fixes[0].edits), ""
    for item in fixing(finding.code):
        answer = ask(snapshot, item, Span(finding.span.start, finding.span.start))
        if isinstance(answer, Rewrite) and not (answer.snippets or answer.addition):
            return answer.edits, answer.cost
    return (), ""


def _errors(snapshot: Snapshot) -> int:
    return sum(finding.severity is Severity.ERROR for finding in snapshot.findings)


def together(fixes: Iterable[tuple[Edit, ...]]) -> tuple[Edit, ...]:
    """The edits of all fixes that do not overlap an earlier one, in order."""
    taken: list[Edit] = []
    for edits in fixes:
        if not any(_touches(taken, edit.span) for edit in edits):
            for edit in edits:
                insort(taken, edit)
    return tuple(taken)


def _touches(taken: list[Edit], span: Span) -> bool:
    """Whether a span touches one of the edits, which are sorted and do not overlap."""
    at = bisect_left(taken, (span, ""))
    return any(
        span.start <= other.span.end and other.span.start <= span.end for other in taken[max(at - 1, 0) : at + 1]
    )
