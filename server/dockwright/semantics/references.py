"""References to stages and images: by FROM, COPY --from and RUN --mount."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from dockwright.semantics.mounts import from_value
from dockwright.semantics.stage import Body, Stage
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token, Unit

Referred = Callable[[str, bool], Stage | None]
"""A function from a name to the stage it refers to; the second argument tells whether a number may be an index."""


class Reference(NamedTuple):
    """A reference from a stage to another stage or an image."""

    kind: Literal["from", "copy", "mount"]
    token: Token
    source: Stage
    """The stage that contains the reference."""
    target: Stage | None
    """The stage referred to; None for an image or an unresolved name."""
    instruction: Instruction
    """The instruction; under ONBUILD, the triggered one."""
    is_trigger: bool = False
    """Under ONBUILD: the copy is done by a stage based on this one."""


class Mention(NamedTuple):
    """A reference in the body of a stage; its range counts from the start of the body."""

    kind: Literal["copy", "mount"]
    token: Token
    unit: Unit
    offset: int
    is_trigger: bool = False
    """Under ONBUILD: the copy is done by a stage based on this one."""


def find(stages: Iterable[Stage], referred: Referred) -> Iterator[Reference]:
    """All references in a file, in order."""
    for stage in stages:
        token = stage.base_token
        if token:
            yield Reference("from", token, stage, stage.base, stage.origin)
        for mention in mentions(stage.body):
            target = referred(mention.token.value, mention.kind == "copy")
            instruction = Instruction(mention.unit, stage.start + mention.offset)
            place = mention.token.shifted(stage.start)
            yield Reference(mention.kind, place, stage, target, instruction, mention.is_trigger)


def of(stages: Iterable[Stage], referred: Referred, names: set[str]) -> Iterator[Reference]:
    """The references by name to the stages `names` (lower case); much cheaper than `find`."""
    for stage in stages:
        if stage.base is not None and stage.base.name in names:
            token = stage.base_token
            if token:
                yield Reference("from", token, stage, stage.base, stage.origin)
        for mention in mentions(stage.body):
            if mention.token.value.lower() in names:
                target = referred(mention.token.value, False)
                instruction = Instruction(mention.unit, stage.start + mention.offset)
                place = mention.token.shifted(stage.start)
                yield Reference(mention.kind, place, stage, target, instruction, mention.is_trigger)


def mentions(body: Body) -> tuple[Mention, ...]:
    """The references of COPY and mounts in a stage."""
    found: tuple[Mention, ...] | None = body.memo.get("mentions")
    if found is None:
        found = body.memo["mentions"] = tuple(_in(body))
    return found


def _in(body: Body) -> Iterator[Mention]:
    for unit, offset in zip(body.units[1:], body.offsets[1:], strict=True):
        target = unit.inner or unit
        if not target.flags or target.name not in ("COPY", "RUN"):
            continue
        trigger = unit.inner is not None
        instruction = Instruction(target, offset)
        for flag in instruction.flags:
            if flag.name == "from" and flag.value and target.name == "COPY":
                yield Mention("copy", Token(flag.value, flag.value_span), target, offset, trigger)
            elif flag.name == "mount" and flag.value and target.name == "RUN":
                token = from_value(instruction, flag)
                if token:
                    yield Mention("mount", token, target, offset, trigger)
