"""What rules foresee in a stage as it is built; an instruction is looked at again only where its image is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.running import of_rules
from dockwright.findings.stage_findings import Part
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.context.build_context import Context
    from dockwright.findings.engine import Selection
    from dockwright.image.built import BuiltStage

_LONGEST = 50
"""Stages that are built on more than so many others are not looked at."""


def of_stage(stage: Stage, model: Model, selection: Selection, context: Context | None) -> tuple[Part, ...]:
    """What is foreseen in a stage; the same tuple as long as nothing that it rests on changes."""
    from dockwright.image.built import built

    if stage.chain.depth > _LONGEST or not selection.foresees:
        return ()
    scene = built(stage, model, context)
    kept: tuple[BuiltStage, Selection, tuple[Part, ...]] | None = stage.chain.memo.get("foreseen")
    if kept is None or kept[0] is not scene or kept[1] is not selection:
        kept = stage.chain.memo["foreseen"] = scene, selection, tuple(_found(scene, selection))
    return kept[2]


def depends(stage: Stage, changed: set[str]) -> bool:
    """Whether a stage takes files from one of those that changed, given by their names and numbers."""
    from dockwright.image.built import origins

    return not changed.isdisjoint(origins(stage))


def _found(scene: BuiltStage, selection: Selection) -> Iterator[Part]:
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
            found = unit.memo[key] = tuple(of_rules(rules, scene.at(index), selection.config))
        if found:
            yield Part(found, offset, len(unit.text), unit.memo)
    found = tuple(of_rules(selection.built_stages, scene, selection.config))
    if found:
        yield Part(found, 0, 0, scene.stage.chain.memo)
