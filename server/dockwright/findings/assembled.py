"""All findings of a file less what comments switch off; after an edit, what it left alone is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dockwright.findings import file_findings, foreseen, stage_findings
from dockwright.findings.finding import Finding, Group
from dockwright.findings.suppressions import Suppressions, stand
from dockwright.semantics.model import Model
from dockwright.semantics.skeleton import Moves
from dockwright.semantics.stage import Stage

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.findings.engine import Selection
    from dockwright.findings.shell.shellcheck import Remarks

Hidden = list[tuple[int, str]]


class Shown(NamedTuple):
    """Findings that belong together, less what is hidden."""

    source: tuple[Finding, ...]
    """All of them, as they were found."""
    group: Group
    hidden: Hidden
    """Where each one that is hidden begins, from the group's start, and its name."""


class _Kept(NamedTuple):
    context: Context | None
    remarks: Remarks | None
    off: Suppressions | None
    stages: list[tuple[Shown, ...]]
    """What stands before the first FROM, and then what is in each stage."""
    rules: list[tuple[Shown, ...]]
    """What each rule over the file, or over it in its context, found."""


def shown(
    model: Model, selection: Selection, context: Context | None, remarks: Remarks | None, off: Suppressions | None
) -> list[Shown]:
    """All findings but those about comments that hide nothing; `off` is what the file's comments switch off."""

    def place(memo: dict[Any, Any], source: tuple[Finding, ...], start: int, stop: int) -> Shown:
        findings, hidden = _split_once(memo, source, start, stop, off)
        return Shown(source, Group(findings, start), hidden)

    def of_parts(parts: tuple[stage_findings.Part, ...], start: int, stop: int) -> tuple[Shown, ...]:
        return tuple(
            place(memo, findings, start + offset, start + offset + length if length else stop)
            for findings, offset, length, memo in parts
        )

    def of_globals() -> tuple[Shown, ...]:
        parts = stage_findings.of_globals(model.globals, selection) if model.globals.units else ()
        return of_parts(parts, model.globals_start, model.globals_start) if parts else ()

    def of_stage(stage: Stage) -> tuple[Shown, ...]:
        last = stage.index + 1 == len(model.stages)
        stop = len(model.tree.text) if last else model.stages[stage.index + 1].start
        parts = stage_findings.of_stage(stage, model, selection) + foreseen.of_stage(stage, model, selection, context)
        found = of_parts(parts, stage.start, stop)
        remarked = stage_findings.remarked(stage, remarks, selection) if remarks is not None else ()
        return (*found, place(stage.body.memo, remarked, stage.start, stop)) if remarked else found

    def of_rule(groups: tuple[file_findings.Placed, ...], known: Sequence[Shown]) -> tuple[Shown, ...]:
        memo = model.skeleton.memo
        if len(memo) > 10_000:
            memo.clear()
        if len(known) != len(groups):
            return tuple(place(memo, one.findings, one.start, one.start + one.length) for one in groups)
        return tuple(
            _at(old, one.start)
            if old.source is one.findings
            else place(memo, one.findings, one.start, one.start + one.length)
            for old, one in zip(known, groups, strict=True)
        )

    placed = file_findings.of_model(model, selection, context)

    def find() -> _Kept:
        stages = [of_globals(), *map(of_stage, model.stages)]
        return _Kept(context, remarks, off, stages, [of_rule(groups, ()) for groups in placed])

    def move(known: _Kept, moved: Moves) -> _Kept | None:
        if known.context is not context or known.remarks is not remarks or not stand(known.off, moved):
            return None
        stages = [of_globals(), *known.stages[1:]]
        changed = {name for index in model.before for name in (str(index), model.stages[index].name) if name}
        for index, old in enumerate(known.stages[1:]):
            if index in model.before or (changed and foreseen.depends(model.stages[index], changed)):
                stages[index + 1] = of_stage(model.stages[index])
            elif moved.by and old and old[0].group.start >= moved.high:
                stages[index + 1] = tuple(_at(one, one.group.start + moved.by) for one in old)
        rules = [of_rule(groups, old) if groups else () for groups, old in zip(placed, known.rules, strict=True)]
        return _Kept(context, remarks, off, stages, rules)

    kept = model.kept(key := ("shown", selection), find, move)
    if kept.context is not context or kept.remarks is not remarks:  # the same text, of which more is known since
        kept = model.keep(key, find())
    return [part for parts in (kept.stages, kept.rules) for found in parts for part in found]


def _at(old: Shown, start: int) -> Shown:
    return old if old.group.start == start else Shown(old.source, Group(old.group.findings, start), old.hidden)


def _split_once(
    memo: dict[Any, Any], findings: tuple[Finding, ...], start: int, stop: int, off: Suppressions | None
) -> tuple[tuple[Finding, ...], Hidden]:
    """As `split`; the same objects as long as the findings and what is switched off stay the same."""
    if off is None or not findings or not off.within(start, stop):
        return findings, []
    key, names = ("shown", id(findings)), off.part(start, stop)
    kept = memo.get(key)
    if kept is None or kept[0] is not findings or kept[1] != names:
        left, hidden = split(findings, off, start)
        kept = memo[key] = (findings, names, tuple(left), hidden)
    return kept[2], kept[3]


def split(findings: Iterable[Finding], off: Suppressions, start: int) -> tuple[list[Finding], Hidden]:
    """Findings whose spans count from `start`: those that are shown, and the places and names of the others."""
    shown, hidden = [], []
    for finding in findings:
        if off.hide(finding, start):
            hidden.append((finding.span.start, finding.name))
        else:
            shown.append(finding)
    return shown, hidden
