"""Findings of rules about a stage as it is built; an instruction is checked again only if its image is a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockwright.context.build_context import Context
from dockwright.findings.forms.array_fixes import fitted
from dockwright.findings.groups import Placed, by_piece
from dockwright.findings.running import of_rules
from dockwright.findings.selection import Selection
from dockwright.image.built_stage import BuiltStage, built, is_replaced, origins
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.semantics.syntax_version import is_foreign

_LONGEST = 50
"""Stages with a longer chain of bases are not checked."""


def of_stage(stage: Stage, model: Model, selection: Selection, context: Context | None) -> tuple[Placed, ...]:
    """The findings in a stage; the same tuple as long as nothing they depend on changes."""
    if stage.chain.depth > _LONGEST or not selection.foresees or is_foreign(model.tree):
        return ()
    if context is not None and context.named_contexts and is_replaced(stage, context):
        return ()
    scene = built(stage, model, context)
    kept: tuple[BuiltStage, Selection, tuple[Placed, ...]] | None = stage.chain.memo.get("foreseen")
    if kept is None or kept[0] is not scene or kept[1] is not selection:
        kept = stage.chain.memo["foreseen"] = scene, selection, tuple(_found(scene, selection))
    return kept[2]


def takers(model: Model) -> Mapping[str, list[int]]:
    """The indexes of stages that take files from others, by the names and numbers that they use for these."""
    found: dict[str, list[int]] | None = model.structure.memo.get("takers")
    if found is None:
        found = model.structure.memo["takers"] = {}
        for stage in model.stages:
            for name in origins(stage):
                found.setdefault(name, []).append(stage.index)
    return found


def _found(scene: BuiltStage, selection: Selection) -> Iterator[Placed]:
    body = scene.stage.body
    for index, (unit, offset) in enumerate(zip(body.units, body.offsets, strict=True)):
        rules = selection.build_steps_on(unit.name)
        if not rules:
            continue
        key = ("foreseen", selection, scene.images[index], body.states[index], scene.files.context, scene.files.key)
        found = unit.memo.get(key)
        if found is None:
            if len(unit.memo) > 256:
                unit.memo.clear()
            found = unit.memo[key] = tuple(fitted(of_rules(rules, scene.at(index), selection.config), [unit], [0]))
        if found:
            yield Placed(found, offset, len(unit.text), 0, len(unit.text))
    of_stage = fitted(of_rules(selection.built_stages, scene, selection.config), body.units, body.offsets)
    yield from (placed for _, placed in by_piece(of_stage, body.offsets, body.units, "foreseen"))
