"""What is found in stages, each looked into again only where it, or what it is based on, has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dockwright.findings import stage_changes
from dockwright.findings.finding import Finding
from dockwright.findings.running import of_rules, without_fixes
from dockwright.semantics.mistakes.as_meant import spoilt, written
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body, Stage, Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

if TYPE_CHECKING:
    from dockwright.findings.engine import Selection
    from dockwright.findings.shell.shellcheck import Remarks

_LONGEST = 50
"""Rules over stages look at no stage that is built on more than so many others: each would look at all of them."""


class Part(NamedTuple):
    """What is found in one instruction of a stage, or by rules over the stage."""

    findings: tuple[Finding, ...]
    """The same object as long as nothing changed; their ranges count from `offset`."""
    offset: int
    """From the start of the stage."""
    length: int
    """How far the ranges may reach; 0 for all of the stage."""
    memo: dict[Any, Any]
    """Where to keep what follows from the findings."""


class _Found(NamedTuple):
    is_base: bool
    is_last: bool
    of_rules: tuple[tuple[Finding, ...], ...]
    """What each of the rules over stages has found."""
    parts: tuple[Part, ...]


def of_globals(body: Body, selection: Selection) -> tuple[Part, ...]:
    """What is found in what stands before the first FROM."""
    found: tuple[Part, ...] | None = body.memo.get(selection)
    if found is None:
        found = body.memo[selection] = tuple(_of_steps(body, selection, in_image=False))
    return found


def of_stage(stage: Stage, model: Model, selection: Selection) -> tuple[Part, ...]:
    """What is found in a stage; the same tuple as long as the stage and what it is based on stay the same."""
    found: _Found | None = stage.chain.memo.get(selection)
    if found is None or found.is_base != stage.is_base or found.is_last != stage.is_last:
        before = model.before.get(stage.index)
        known: _Found | None = before.chain.memo.get(selection) if before else None
        of_rules: tuple[tuple[Finding, ...], ...] = ()
        if stage.chain.depth <= _LONGEST:
            of_rules = tuple(_of_stage_rules(stage, before, known, selection))
        parts = tuple(_of_steps(stage.body, selection, stage.in_image))
        findings = tuple(finding for part in of_rules for finding in part)
        if findings:
            parts += (Part(findings, 0, 0, stage.chain.memo),)
        found = stage.chain.memo[selection] = _Found(stage.is_base, stage.is_last, of_rules, parts)
    return found.parts


def _of_stage_rules(
    stage: Stage, before: Stage | None, known: _Found | None, selection: Selection
) -> Iterator[tuple[Finding, ...]]:
    change = None
    if before and known and known.of_rules and (known.is_base, known.is_last) == (stage.is_base, stage.is_last):
        change = stage_changes.difference(before, stage)
    alone = stage.alone
    for index, (rule, level) in enumerate(selection.stages):
        if known and change and rule.on is not None and change.names.isdisjoint(rule.on):
            kept = known.of_rules[index]
            moved = stage_changes.carry(kept, change) if kept else kept
            if moved is not None:
                yield moved
                continue
        yield tuple(without_fixes(of_rules([(rule, level)], alone, selection.config), spoilt(stage.body)))


def _of_steps(body: Body, selection: Selection, in_image: bool) -> Iterator[Part]:
    units = written(body)
    for index, (unit, offset) in enumerate(zip(body.units, body.offsets, strict=True)):
        before = body.states[index]
        key = (selection, before, in_image)
        found = unit.memo.get(key)
        if found is None:
            if len(unit.memo) > 256:
                unit.memo.clear()
            step = Step(Instruction(unit, 0), before, body.states[index + 1])
            rules = selection.steps_on(unit.name, in_image)
            findings = of_rules(rules, step, selection.config)
            if units[index] is not unit:
                findings = without_fixes(findings, [Span(0, len(unit.text))])
                as_written = step._replace(instruction=Instruction(units[index], 0))
                findings += [
                    finding
                    for finding in of_rules(selection.as_written, as_written, selection.config)
                    if finding.span not in {known.span for known in findings}
                ]
            found = unit.memo[key] = tuple(findings)
        if found:
            yield Part(found, offset, len(unit.text), unit.memo)


def remarked(stage: Stage, remarks: Remarks, selection: Selection) -> tuple[Finding, ...]:
    """What ShellCheck says of a stage."""
    from dockwright.findings.shell import shellcheck

    kept: Any = stage.body.memo.get("remarked")
    if kept is None or kept[:2] != (selection, remarks):
        found = tuple(shellcheck.findings(stage, remarks, selection.config))
        kept = stage.body.memo["remarked"] = (selection, remarks, found)
    remarked: tuple[Finding, ...] = kept[2]
    return remarked
