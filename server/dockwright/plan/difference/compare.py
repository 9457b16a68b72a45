"""The effect of a change to a Dockerfile on configuration, steps, packages, cache and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dockwright.plan.cache import invalidated
from dockwright.plan.configuration import configuration
from dockwright.plan.difference.arguments import argument_changes, declared
from dockwright.plan.difference.builds import both_ways
from dockwright.plan.difference.configurations import Change, changes
from dockwright.plan.difference.keys import compared
from dockwright.plan.difference.lost import Lost, Pair, lost_steps
from dockwright.plan.difference.pairs import StepChange, names, step_changes
from dockwright.plan.difference.sent import Sent, sent
from dockwright.plan.stages import build_order, target_of
from dockwright.plan.steps import planned_steps

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Stage


class Side(NamedTuple):
    """One of the two files."""

    model: Model
    context: Context | None = None
    findings: tuple[tuple[str, str, int], ...] = ()
    """Codes, messages and lines."""


class Difference(NamedTuple):
    """All that differs."""

    configuration: tuple[Change, ...]
    arguments: tuple[str, ...]
    """Changes that concern users of --build-arg and --secret, or the builder."""
    steps: tuple[tuple[str, StepChange], ...]
    """With the stage of each."""
    packages: tuple[tuple[str, str], ...]
    """`+` or `-`, and a package with its manager."""
    cache: tuple[Lost, ...]
    findings: tuple[tuple[str, str, str, int], ...]
    """`+` or `-`, code, message and line."""
    sent: tuple[Sent, Sent] | None = None
    """What is taken from the build context before and after, if different and known."""

    @property
    def is_same(self) -> bool:
        """Whether both files make the same image; findings, the cache and what is sent do not count."""
        return not (self.configuration or self.arguments or self.steps)


def difference(before: Side, after: Side, target: str = "") -> Difference | None:
    """All differences; None if a file has no such stage."""
    targets = target_of(before.model, target), target_of(after.model, target)
    if targets[0] is None or targets[1] is None:
        return None
    config: dict[str, Change] = {}
    steps: dict[object, tuple[str, StepChange]] = {}
    cache: dict[tuple[str, bool], Lost] = {}
    own = _own(before, after, targets[1])
    for first, second in both_ways((before.model, after.model)):
        stages = first.stages[targets[0].index], second.stages[targets[1].index]
        for change in changes(configuration(first, stages[0]), configuration(second, stages[1])):
            config.setdefault(change.name, change)
        pairs = _stages(first, second, stages, own)
        for pair in pairs:
            for each in step_changes(pair.before, pair.after):
                place = (each.before and each.before.line, each.after and each.after.line)
                steps.setdefault((pair.title, *place), (pair.title, each))
        for lost in lost_steps(pairs):
            cache.setdefault((lost.stage, lost.perhaps), lost)
    plain = dict(_plain(before, after, targets))  # type: ignore[arg-type]
    named = tuple(plain.get(name, change) for name, change in config.items())
    return Difference(
        named,
        tuple(argument_changes(before.model, after.model, targets)),  # type: ignore[arg-type]
        tuple(steps.values()),
        tuple(_packages(before, after, targets)),  # type: ignore[arg-type]
        tuple(cache.values()),
        tuple(_findings(before, after)),
        _sent(before, after, targets),  # type: ignore[arg-type]
    )


def _sent(before: Side, after: Side, targets: tuple[Stage, Stage]) -> tuple[Sent, Sent] | None:
    one, other = sent(before.model, targets[0], before.context), sent(after.model, targets[1], after.context)
    return None if one is None or other is None or one == other else (one, other)


def _plain(before: Side, after: Side, targets: tuple[Stage, Stage]) -> Iterator[tuple[str, Change]]:
    """The changes with their literal values, if these differ."""
    for change in changes(configuration(before.model, targets[0]), configuration(after.model, targets[1])):
        yield change.name, change


def _own(before: Side, after: Side, target: Stage) -> frozenset[int]:
    """The lines of steps that take the Dockerfile itself from the context, if it is the same file with another text."""
    old, new = before.context, after.context
    if old is None or new is None or not new.dockerfile or old.dockerfile != new.dockerfile:
        return frozenset()
    root = f"{new.contents.root}/" if new.contents.root else ""
    if before.model.tree.text.string == after.model.tree.text.string or not new.dockerfile.startswith(root):
        return frozenset()
    found = invalidated(after.model, target, new, new.dockerfile.removeprefix(root))
    return frozenset(step.line for step in found.steps if step.takes and step.level == 2)


def _stages(first: Model, second: Model, targets: tuple[Stage, Stage], own: frozenset[int]) -> list[Pair]:
    """The stages in the build, those of the build after in its order."""
    common = frozenset(declared(first).keys() & declared(second).keys())
    labels = names(first, second, targets)
    old = {labels[0][one.stage.index]: one.stage for one in build_order(first, targets[0]) if one.turn is not None}
    new = {labels[1][one.stage.index]: one.stage for one in build_order(second, targets[1]) if one.turn is not None}
    found = []
    for name in dict.fromkeys([*new, *old]):
        before = compared(first, old[name], labels[0], common) if name in old else []
        after = compared(second, new[name], labels[1], common) if name in new else []
        stage = new.get(name) or old[name]
        base = labels[1][stage.base.index] if name in new and stage.base else None
        title = stage.name or ("last stage" if name == "(target)" else name)
        found.append(Pair(name, title, before, after, base, own))
    return found


def _packages(before: Side, after: Side, targets: tuple[Stage, Stage]) -> Iterator[tuple[str, str]]:
    found = []
    for side, target in zip((before, after), targets, strict=True):
        counted: dict[str, None] = {}
        stage: Stage | None = target
        while stage is not None:
            for step in planned_steps(side.model, stage, side.context):
                counted.update({f"{name} ({one.manager})": None for one in step.installs for name in one.names})
            stage = stage.base
        found.append(counted)
    old, new = found
    yield from (("-", name) for name in old if name not in new)
    yield from (("+", name) for name in new if name not in old)


def _findings(before: Side, after: Side) -> Iterator[tuple[str, str, str, int]]:
    for mark, one, other in (("-", before, after), ("+", after, before)):
        left = Counter((code, message) for code, message, _ in other.findings)
        for code, message, line in one.findings:
            if left[(code, message)]:
                left[(code, message)] -= 1
            else:
                yield mark, code, message, line
