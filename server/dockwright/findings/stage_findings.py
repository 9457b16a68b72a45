"""The findings in stages; a stage is checked again only if it or one of its bases changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dockwright.findings.finding import Finding
from dockwright.findings.forms.array_fixes import fitted
from dockwright.findings.groups import Placed, by_piece, carried
from dockwright.findings.running import of_rules, without_fixes
from dockwright.findings.selection import Rules, Selection
from dockwright.findings.shell.shellcheck_values import Remarks
from dockwright.image.built_stage import BuiltStage
from dockwright.semantics.mistakes.corrected_model import spoilt, written
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body, Stage, Step
from dockwright.syntax.carried import each
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.unit_memo import memo_of
from dockwright.text import Span

_LONGEST = 50
"""Rules over stages do not check stages with a longer chain of bases, because each would visit the whole chain."""


class _Found(NamedTuple):
    is_base: bool
    is_last: bool
    of_rules: tuple[tuple[Placed, ...], ...]
    """The findings of each rule over stages."""
    all: tuple[Placed, ...]


def of_globals(body: Body, selection: Selection) -> tuple[Placed, ...]:
    """The findings before the first FROM."""
    found: tuple[Placed, ...] | None = body.memo.get(selection)
    if found is None:
        found = body.memo[selection] = tuple(_of_steps(body, selection, in_image=False))
    return found


def of_stage(stage: Stage, model: Model, selection: Selection) -> tuple[Placed, ...]:
    """The findings in a stage; the same tuple as long as the stage and its bases do not change."""
    found: _Found | None = stage.chain.memo.get(selection)
    if found is None or found.is_base != stage.is_base or found.is_last != stage.is_last:
        of_rules: tuple[tuple[Placed, ...], ...] = ()
        if stage.chain.depth <= _LONGEST:
            of_rules = tuple(_of_stage_rules(stage, model, selection))
        steps = tuple(_of_steps(stage.body, selection, stage.in_image))
        everything = steps + tuple(placed for one in of_rules for placed in one)
        found = stage.chain.memo[selection] = _Found(stage.is_base, stage.is_last, of_rules, everything)
    return found.all


def _of_stage_rules(stage: Stage, model: Model, selection: Selection) -> Iterator[tuple[Placed, ...]]:
    before = model.before.get(stage.index)
    known: _Found | None = before.chain.memo.get(selection) if before else None
    if known and (known.is_base, known.is_last) != (stage.is_base, stage.is_last):
        known = None
    return by_rule(selection.stages, stage.alone, known and known.of_rules, stage, model, selection)


def by_rule(
    rules: Rules,
    subject: Stage | BuiltStage,
    known: Sequence[tuple[Placed, ...]] | None,
    stage: Stage,
    model: Model,
    selection: Selection,
) -> Iterator[tuple[Placed, ...]]:
    """The findings of each rule in a stage; `known` are those before the last edit, if nothing else has changed."""
    moved, body = model.followed, stage.body
    is_edited = moved is not None and model.section_edited(moved) == stage.index + 1
    for index, (rule, level) in enumerate(rules):
        if known and moved and rule.on is not None and moved.names.isdisjoint(rule.on):
            old = known[index]
            kept = tuple(carried(group, moved, stage.start) for group in old) if old and is_edited else old
            if None not in kept:
                yield kept  # type: ignore[misc]
                continue
        found = of_rules([(rule, level)], subject, selection.config)
        if found and isinstance(subject, BuiltStage):
            found = fitted(found, body.units, body.offsets)
        if found:
            found = without_fixes(found, spoilt(body))
        yield tuple(placed for _, placed in by_piece(found, body.offsets, body.units, rule.code)) if found else ()


def _of_steps(body: Body, selection: Selection, in_image: bool) -> list[Placed]:
    def of_step(index: int) -> tuple[Finding, ...]:
        return _of_step(body, index, selection, in_image)

    columns = (body.units, written(body), body.states[:-1])
    found = each(body.carried, "findings", (selection, in_image), columns, of_step)
    return [
        Placed(findings, offset, length := len(unit.text), 0, length)
        for findings, unit, offset in zip(found, body.units, body.offsets, strict=True)
        if findings
    ]


def _of_step(body: Body, index: int, selection: Selection, in_image: bool) -> tuple[Finding, ...]:
    unit, before, as_written = body.units[index], body.states[index], written(body)[index]
    memo, key = memo_of(unit, "findings"), (selection, before, in_image, as_written)
    found: tuple[Finding, ...] | None = memo.get(key)
    if found is None:
        step = Step(Instruction(unit, 0), before, body.states[index + 1])
        findings = of_rules(selection.steps_on(unit.name, in_image), step, selection.config)
        if as_written is not unit:
            findings = without_fixes(findings, [Span(0, len(unit.text))])
            step = step._replace(instruction=Instruction(as_written, 0))
            findings += [
                finding
                for finding in of_rules(selection.as_written, step, selection.config)
                if finding.span not in {known.span for known in findings}
            ]
        found = memo[key] = tuple(findings)
    return found


def remarked(stage: Stage, remarks: Remarks, selection: Selection) -> tuple[Placed, ...]:
    """The remarks of ShellCheck in a stage."""
    from dockwright.findings.shell import shellcheck

    kept: Any = stage.body.memo.get("remarked")
    if kept is None or kept[:2] != (selection, remarks):
        said = shellcheck.findings(stage, remarks, selection.config)
        found = tuple(placed for _, placed in by_piece(said, stage.body.offsets, stage.body.units, "shellcheck"))
        kept = stage.body.memo["remarked"] = (selection, remarks, found)
    remarked: tuple[Placed, ...] = kept[2]
    return remarked
