"""What is found in a stage and what it is based on, kept for as long as none of these change."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dockwright.rules.finding import Finding, Group
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage

_LONGEST = 50


def chain(stage: Stage) -> list[Stage]:
    """The stage, the one that it is based on, and so on."""
    found = [stage]
    while found[-1].base is not None:
        found.append(found[-1].base)
    return found


def in_stage(stage: Stage, key: object, check: Callable[[Stage], Iterable[Finding]]) -> Iterable[Group]:
    """The findings of a check that looks at a stage and its bases, which it must not place in the file."""
    if stage.base is None:
        parts: tuple[object, ...] = (key, stage.image)
    else:
        stages = chain(stage)
        if len(stages) > _LONGEST:
            return ()
        parts = (key, stages[-1].image, *(part.body for part in stages))
    found: tuple[Finding, ...] | None = stage.body.memo.get(parts)
    if found is None:
        found = stage.body.memo[parts] = tuple(check(stage.alone))
    return (Group(found, stage.start),) if found else ()


def in_images(model: Model, key: object, check: Callable[[Stage], Iterable[Finding]]) -> Iterable[Group]:
    """The findings of a check that looks at one stage alone, in those whose layers may end up in an image."""
    for index in model.imaged:
        stage = model.stages[index]
        found: tuple[Finding, ...] | None = stage.body.memo.get(key)
        if found is None:
            found = stage.body.memo[key] = tuple(check(stage.alone))
        if found:
            yield Group(found, stage.start)
