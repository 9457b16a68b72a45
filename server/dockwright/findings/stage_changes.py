"""What was found in a stage before an edit and still holds, for rules that do not read what was typed."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.findings.finding import Finding
from dockwright.semantics.stage import Body, Stage
from dockwright.text import Span


class Difference(NamedTuple):
    """Where two texts of a stage differ, with offsets from its FROM."""

    names: frozenset[str]
    """The instructions that differ."""
    low: int
    """Up to here both are the same."""
    high: int
    """From here on the older one is the same again."""
    by: int
    """How many characters further on that is in the newer one."""


_NOWHERE = Difference(frozenset(), 0, 0, 0)


def difference(old: Stage, new: Stage) -> Difference | None:
    """How a stage, and what it is based on, differs from before; None where more than some instructions do."""
    own = _NOWHERE if old.body is new.body else _of_bodies(old.body, new.body)
    if own is None or old.image != new.image or (old.base is None) != (new.base is None):
        return None
    names = own.names
    while old.base is not None and new.base is not None and old.base.chain is not new.base.chain:
        old, new = old.base, new.base
        below = _NOWHERE if old.body is new.body else _of_bodies(old.body, new.body)
        if below is None:
            return None
        names |= below.names
    if old.image != new.image or (old.base is None) != (new.base is None):
        return None
    return own._replace(names=names)


def _of_bodies(old: Body, new: Body) -> Difference | None:
    """None unless the same state goes in and out, and into all that is the same."""
    before, after = old.units, new.units
    first, most = 0, min(len(before), len(after))
    while first < most and before[first] is after[first] and old.offsets[first] == new.offsets[first]:
        first += 1
    last = 0
    while last < most - first and before[-1 - last] is after[-1 - last]:
        last += 1
    stop, new_stop = len(before) - last, len(after) - last
    if not first or old.states[first] is not new.states[first] or old.states[stop] is not new.states[new_stop]:
        return None
    high = old.offsets[stop] if last else old.offsets[-1] + len(before[-1].text)
    by = new.offsets[new_stop] - high if last else 0
    if any(new.offsets[new_stop + index] - old.offsets[stop + index] != by for index in range(last)):
        return None
    low = old.offsets[first - 1] + len(before[first - 1].text)
    if stop > first and new_stop > first and old.offsets[first] == new.offsets[first]:
        low = old.offsets[first]
    names = {unit.name for unit in (*before[first:stop], *after[first:new_stop])}
    return Difference(frozenset(names), low, high, by)


def carry(found: tuple[Finding, ...], change: Difference) -> tuple[Finding, ...] | None:
    """Findings after an edit of what they do not speak of; None where one of their ranges reaches over the edit."""
    if not change.high or all(span.end <= change.low for finding in found for span in finding.spans()):
        return found
    if any(span.end > change.low and span.start < change.high for finding in found for span in finding.spans()):
        return None

    def moved(span: Span) -> Span:
        return span.shifted(change.by) if span.start >= change.high else span

    return tuple(finding.moved(moved) for finding in found) if change.by else found
