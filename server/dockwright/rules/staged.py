"""What is found in stages, each looked into again only where it, or what it is based on, has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dockwright.rules import carried
from dockwright.rules.finding import Finding
from dockwright.rules.running import of_rules
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body, Stage, Step
from dockwright.syntax.instruction import Instruction

if TYPE_CHECKING:
    from dockwright.rules.engine import Selection

_LONGEST = 50
"""Rules over stages look at no stage that is built on more than so many others: each would look at all of them."""


def of_globals(body: Body, selection: Selection) -> tuple[Finding, ...]:
    """What is found in what stands before the first FROM."""
    found: tuple[Finding, ...] | None = body.memo.get(selection)
    if found is None:
        found = body.memo[selection] = tuple(_of_steps(body, selection, in_image=False))
    return found


class _Found(NamedTuple):
    is_base: bool
    is_last: bool
    of_rules: tuple[tuple[Finding, ...], ...]
    """What each of the rules over stages has found."""
    findings: tuple[Finding, ...]
    """All, those of rules over steps included."""


def of_stage(stage: Stage, model: Model, selection: Selection) -> tuple[Finding, ...]:
    """What is found in a stage; the same tuple as long as the stage and what it is based on stay the same."""
    found: _Found | None = stage.chain.memo.get(selection)
    if found is None or found.is_base != stage.is_base or found.is_last != stage.is_last:
        of_rules: tuple[tuple[Finding, ...], ...] = ()
        if stage.chain.depth <= _LONGEST:
            of_rules = tuple(_of_stage_rules(stage, model.before.get(stage.index), selection))
        of_steps = _of_steps(stage.body, selection, stage.in_image)
        findings = (*of_steps, *(finding for part in of_rules for finding in part))
        found = stage.chain.memo[selection] = _Found(stage.is_base, stage.is_last, of_rules, findings)
    return found.findings


def _of_stage_rules(stage: Stage, before: Stage | None, selection: Selection) -> Iterator[tuple[Finding, ...]]:
    known: _Found | None = before.chain.memo.get(selection) if before else None
    change = None
    if before and known and known.of_rules and (known.is_base, known.is_last) == (stage.is_base, stage.is_last):
        change = carried.difference(before, stage)
    alone = stage.alone
    for index, (rule, level) in enumerate(selection.stages):
        if known and change and rule.on is not None and change.names.isdisjoint(rule.on):
            kept = known.of_rules[index]
            moved = carried.carry(kept, change) if kept else kept
            if moved is not None:
                yield moved
                continue
        yield tuple(of_rules([(rule, level)], alone, selection.config))


def _of_steps(body: Body, selection: Selection, in_image: bool) -> Iterator[Finding]:
    for index, (unit, offset) in enumerate(zip(body.units, body.offsets, strict=True)):
        before = body.states[index]
        key = (selection, before, in_image)
        found = unit.memo.get(key)
        if found is None:
            if len(unit.memo) > 256:
                unit.memo.clear()
            step = Step(Instruction(unit, 0), before, body.states[index + 1])
            rules = selection.steps_on(unit.name, in_image)
            found = unit.memo[key] = tuple(of_rules(rules, step, selection.config))
        for finding in found:
            yield finding.shifted(offset)
