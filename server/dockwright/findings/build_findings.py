"""Findings of rules about a stage as it is built; an instruction is checked again only if its image is a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dockwright.context.build_context import Context
from dockwright.findings.finding import Finding
from dockwright.findings.forms.array_fixes import fitted
from dockwright.findings.groups import Placed
from dockwright.findings.running import of_rules
from dockwright.findings.selection import Selection
from dockwright.findings.stage_findings import by_rule
from dockwright.findings.trigger_findings import of_triggers
from dockwright.findings.typed_foresight import carried_over
from dockwright.image.built_stage import BuiltStage, built, is_replaced, origins
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body, Stage
from dockwright.semantics.syntax_version import is_foreign
from dockwright.syntax.carried import each
from dockwright.syntax.unit_memo import memo_of

_LONGEST = 50
"""Stages with a longer chain of bases are not checked."""
_MOST_STEPS = 300
"""Larger stages are not checked, as each answer about a path follows the whole image back. The largest of 1,609 real
Dockerfiles has 128 instructions in a stage.
"""


class _Kept(NamedTuple):
    scene: BuiltStage
    selection: Selection
    of_rules: tuple[tuple[Placed, ...], ...]
    """The findings of each rule over stages."""
    all: tuple[Placed, ...]


def of_stage(
    stage: Stage, model: Model, selection: Selection, context: Context | None, *, typed: bool = False
) -> tuple[Placed, ...]:
    """The findings in a stage; the same tuple as long as nothing they depend on changes.

    While it is `typed`, those from before that the edits leave as they are.
    """
    if stage.chain.depth > _LONGEST or not selection.foresees or is_foreign(model.tree):
        return ()
    if context is not None and context.named_contexts and is_replaced(stage, context):
        return ()
    if len(stage.body.units) > _MOST_STEPS:
        return ()
    if typed:
        return _from_before(stage, selection)
    scene = built(stage, model, context)
    kept: _Kept | None = stage.chain.memo.get("foreseen")
    if kept is None or kept.scene is not scene or kept.selection is not selection:
        before = model.before.get(stage.index)
        known: _Kept | None = before.chain.memo.get("foreseen") if before else None
        if known and (known.selection is not selection or not _meet_same(known.scene, scene)):
            known = None
        found = tuple(by_rule(selection.built_stages, scene, known and known.of_rules, stage, model, selection))
        of_stages = (placed for one in found for placed in one)
        everything = (*_of_steps(scene, selection), *of_stages, *of_triggers(scene, selection))
        kept = stage.chain.memo["foreseen"] = _Kept(scene, selection, found, everything)
    stage.body.carried["earlier", selection] = stage.body, kept.all
    return kept.all


def _from_before(stage: Stage, selection: Selection) -> tuple[Placed, ...]:
    """The findings of the last version of the stage that was asked, where they are now."""
    kept: _Kept | None = stage.chain.memo.get("foreseen")
    if kept is not None and kept.selection is selection:
        return kept.all
    body = stage.body
    known: tuple[Body, tuple[Placed, ...]] | None = body.carried.get(("earlier", selection))
    if known is None:
        return ()
    before, found = known
    if before is not body:
        found = tuple(carried_over(found, before, body))
        body.carried["earlier", selection] = body, found
    return found


def _meet_same(old: BuiltStage, new: BuiltStage) -> bool:
    """Whether the instructions of both are run in the same images, and both take files from the same places."""
    surroundings = [(id(one.files.context), one.files.key, one.stage.is_base, one.stage.is_last) for one in (old, new)]
    images = [list(dict.fromkeys(map(id, one.images))) for one in (old, new)]
    return surroundings[0] == surroundings[1] and images[0] == images[1]


def takers(model: Model) -> Mapping[str, list[int]]:
    """The indexes of stages that take files from others, by the names and numbers that they use for these."""
    found: dict[str, list[int]] | None = model.structure.memo.get("takers")
    if found is None:
        found = model.structure.memo["takers"] = {}
        for stage in model.stages:
            for name in origins(stage):
                found.setdefault(name, []).append(stage.index)
    return found


def _of_steps(scene: BuiltStage, selection: Selection) -> Iterator[Placed]:
    def of_step(index: int) -> tuple[Finding, ...]:
        return _of_step(scene, index, selection)

    body, files, stage = scene.stage.body, scene.files, scene.stage
    around = (selection, files.context, files.key, stage.root.base_word, stage.in_image)
    found = each(body.carried, "foreseen", around, (body.units, scene.images[:-1], body.states[:-1]), of_step)
    for findings, unit, offset in zip(found, body.units, body.offsets, strict=True):
        if findings:
            yield Placed(findings, offset, len(unit.text), 0, len(unit.text))


def _of_step(scene: BuiltStage, index: int, selection: Selection) -> tuple[Finding, ...]:
    unit, files = scene.stage.body.units[index], scene.files
    rules = selection.build_steps_on(unit.name)
    if not rules:
        return ()
    key = (selection, scene.images[index], scene.stage.body.states[index], files.context, files.key)
    memo = memo_of(unit, "foreseen")
    found: tuple[Finding, ...] | None = memo.get(key)
    if found is None:
        found = memo[key] = tuple(fitted(of_rules(rules, scene.at(index), selection.config), [unit], [0]))
    return found
