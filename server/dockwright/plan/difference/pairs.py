"""Matches stages and steps of two files."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from dockwright.plan.difference.keys import Work
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage


class StepChange(NamedTuple):
    """A step that is added, removed, moved or changed."""

    kind: Literal["added", "removed", "moved", "changed"]
    before: Work | None
    after: Work | None
    is_up: bool = False
    """Whether a moved one now comes before a step that it came after."""


def names(before: Model, after: Model, targets: tuple[Stage, Stage]) -> tuple[dict[int, str], dict[int, str]]:
    """The name of each stage in the comparison: equal for matching stages."""
    first, second = ({}, {})  # type: tuple[dict[int, str], dict[int, str]]
    first[targets[0].index] = second[targets[1].index] = "(target)"
    by_name = {stage.name: stage for stage in after.stages if stage.name and stage.index not in second}
    for stage in before.stages:
        if stage.index not in first and stage.name in by_name:
            first[stage.index] = second[by_name[stage.name].index] = stage.name
    rest = [stage for stage in after.stages if stage.index not in second]
    for is_like in (_holds_the_same, _has_the_same_base):
        for stage in before.stages:
            other = next((each for each in rest if is_like(stage, each)), None)
            if stage.index not in first and other is not None:
                rest.remove(other)
                first[stage.index] = second[other.index] = other.name or stage.name or f"stage {other.index}"
    for stage in before.stages:
        first.setdefault(stage.index, stage.name or f"stage {stage.index}")
    for stage in rest:
        second[stage.index] = stage.name or f"new stage {stage.index}"
    return first, second


def _holds_the_same(stage: Stage, other: Stage) -> bool:
    """Whether only the name differs."""
    return stage.base_word == other.base_word and stage.body.units[1:] == other.body.units[1:]


def _has_the_same_base(stage: Stage, other: Stage) -> bool:
    return stage.base_word == other.base_word


def step_changes(before: Sequence[Work], after: Sequence[Work]) -> list[StepChange]:
    """The differences between the steps of a stage."""
    matcher = SequenceMatcher(None, [repr(each.key) for each in before], [repr(each.key) for each in after], False)
    removed: list[Work] = []
    added: list[Work] = []
    found: list[StepChange] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        old, new = list(before[i:j]), list(after[k:m])
        for one in list(old):
            like = next((each for each in new if each.step.instruction.name == one.step.instruction.name), None)
            if kind == "replace" and like is not None and not _elsewhere(one, like, before, after):
                found.append(StepChange("changed", one, like))
                old.remove(one)
                new.remove(like)
        removed += old
        added += new
    for one in removed:
        same = next((each for each in added if each.key == one.key), None)
        if same is not None:
            added.remove(same)
        if same is None:
            found.append(StepChange("removed", one, None))
        else:
            found.append(StepChange("moved", one, same, _is_up(one, same, before, after)))
    found += [StepChange("added", None, one) for one in added]
    return sorted(found, key=lambda each: (each.after or each.before).line)  # type: ignore[union-attr]


def _is_up(one: Work, same: Work, before: Sequence[Work], after: Sequence[Work]) -> bool:
    """Whether fewer of the steps that both files have come before it than did."""
    above = {repr(each.key) for each in before[: before.index(one)]}
    return not above <= {repr(each.key) for each in after[: after.index(same)]} | _gone(before, after)


def _gone(before: Sequence[Work], after: Sequence[Work]) -> set[str]:
    return {repr(each.key) for each in before} - {repr(each.key) for each in after}


def _elsewhere(one: Work, like: Work, before: Sequence[Work], after: Sequence[Work]) -> bool:
    """Whether one of them has an equal step in the other file, which means it was moved."""
    return any(each.key == one.key for each in after) or any(each.key == like.key for each in before)
