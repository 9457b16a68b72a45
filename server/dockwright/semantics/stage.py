"""Stages and steps: instructions with the state before and after them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from dockwright.frozen import field, frozen
from dockwright.lazy import pattern
from dockwright.semantics.state import State, after, inherited
from dockwright.syntax.carried import folded
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token, Unit
from dockwright.text import Span, Text

STAGE_NAME = pattern(r"[a-z][a-z0-9-_.]*\Z")
"""Valid stage names, after lower-casing (instructions/parse.go)."""


class Step(NamedTuple):
    """An instruction with the state before and after it."""

    instruction: Instruction
    before: State
    after: State


@frozen(eq=False)
class Body:
    """The content of a stage, independent of its position: equal bodies in equal surroundings are the same object."""

    units: tuple[Unit, ...]
    """FROM first; for the global scope, the units before the first FROM."""
    offsets: tuple[int, ...]
    """The start of each unit, from the start of the first."""
    states: tuple[State, ...]
    """The state before each unit, and after the last."""
    name: str | None = None
    """The stage name after AS, in lower case; None if there is none or it is invalid."""
    memo: dict[Any, Any] = field(default_factory=dict)
    """A cache for later layers, of values computed from this body alone."""
    carried: dict[Any, Any] = field(default_factory=dict)
    """What the last version of this stage, whose dictionary it is, too, has computed by instruction; see `carried`."""

    @property
    def final(self) -> State:
        """The state at the end."""
        return self.states[-1]

    @property
    def passed_on(self) -> State:
        """The initial state of a stage based on this one; the same object each time."""
        found: State | None = self.memo.get("passed on")
        if found is None:
            found = self.memo["passed on"] = inherited(self.final)
        return found

    def places(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """The indexes of the units with one of these names (upper case)."""
        found: tuple[int, ...] | None = self.memo.get(names)
        if found is None:
            index: dict[str, list[int]] | None = self.memo.get("places")
            if index is None:
                index = self.memo["places"] = {}
                for place, unit in enumerate(self.units):
                    index.setdefault(unit.name, []).append(place)
            places = [place for name in names if name in index for place in index[name]]
            found = self.memo[names] = tuple(places if len(names) == 1 else sorted(places))
        return found


def body_of(units: tuple[Unit, ...], offsets: tuple[int, ...], state: State, carried: dict[Any, Any]) -> Body:
    """The body of some units, which begins in a state; `carried` is that of the version before."""
    return Body(units, offsets, states_of(units, state, carried), stage_name(units[0]) if units else None, {}, carried)


def states_of(units: tuple[Unit, ...], state: State, carried: dict[Any, Any]) -> tuple[State, ...]:
    """The state before each unit, and after the last."""
    return folded(carried, "states", state, (units,), lambda index, before: after(before, units[index]))


@frozen(eq=False)
class Chain:
    """The body of a stage and of all stages it is based on: the same object as long as none of these change."""

    depth: int
    """The number of stages in the chain."""
    memo: dict[Any, Any] = field(default_factory=dict)
    """A cache for later layers, of values computed from these bodies."""


def _chain(body: Body, base: Stage | None, image: str | None) -> Chain:
    under = base.chain if base else image
    kept: tuple[object, Chain] | None = body.memo.get("chain")
    if kept is None or (kept[0] is not under and (base or kept[0] != under)):
        kept = body.memo["chain"] = under, Chain(base.chain.depth + 1 if base else 1)
    return kept[1]


def stage_name(origin: Unit) -> str | None:
    """The name that a FROM gives its stage, in lower case; None if there is none or it is invalid."""
    found = origin.arguments
    if origin.name != "FROM" or len(found) < 3 or found[1].value.upper() != "AS":
        return None
    name = found[2].value.lower()
    return name if STAGE_NAME.match(name) else None


class Stage:
    """A stage at its position in a file."""

    def __init__(self, body: Body, start: int, index: int, base: Stage | None, image: str | None) -> None:
        self.body = body
        self.start = start
        self.index = index
        """From 0, as in `COPY --from=0`."""
        self.base = base
        """The earlier stage that this one is based on."""
        self.image = image
        """The image that this stage is based on, with variables expanded; None if that is a stage or not known."""
        self.chain = _chain(body, base, image)
        self.is_base = False
        """Whether another stage is based on it."""
        self.is_last = False
        """Whether it is the last stage of the file."""

    def __repr__(self) -> str:
        return f"Stage({self.index}, {self.name!r})"

    @property
    def origin(self) -> Instruction:
        """The FROM instruction."""
        return Instruction(self.body.units[0], self.start)

    @property
    def name_token(self) -> Token | None:
        """The name after AS, as written."""
        found = self.body.units[0].arguments
        if len(found) >= 3 and found[1].value.upper() == "AS":
            return found[2].shifted(self.start)
        return None

    @property
    def name(self) -> str | None:
        """The name in lower case, as BuildKit stores it; None if there is none or it is invalid."""
        return self.body.name

    @property
    def name_is_mixed(self) -> bool:
        """Whether the name is written with upper-case letters."""
        found = self.body.units[0].arguments
        return len(found) > 2 and found[2].value != found[2].value.lower()

    @property
    def alone(self) -> Stage:
        """The same stage as the start of a file: all spans count from its FROM."""
        alone = Stage(self.body, 0, self.index, self.base, self.image)
        alone.is_base, alone.is_last = self.is_base, self.is_last
        return alone

    @property
    def in_image(self) -> bool:
        """Whether its layers may become part of an image: it is the last stage, or the base of another one."""
        return self.is_base or self.is_last

    @property
    def base_word(self) -> str:
        """The word after FROM, as written; empty if there is none."""
        found = self.body.units[0].arguments
        return found[0].value if found else ""

    @property
    def base_token(self) -> Token | None:
        """The image or stage after FROM, as written."""
        found = self.body.units[0].arguments
        return found[0].shifted(self.start) if found else None

    @property
    def is_scratch(self) -> bool:
        """Whether its own FROM says `scratch`."""
        return self.image == "scratch"

    @cached_property
    def steps(self) -> Sequence[Step]:
        """All instructions, FROM first, each with its states."""
        body, start = self.body, self.start
        return [
            Step(Instruction(unit, start + offset), body.states[index], body.states[index + 1])
            for index, (unit, offset) in enumerate(zip(body.units, body.offsets, strict=True))
        ]

    @cached_property
    def _steps_of(self) -> dict[tuple[str, ...], tuple[Step, ...]]:
        return {}

    def all(self, *names: str) -> tuple[Step, ...]:
        """The steps of instructions with one of these names (upper case)."""
        found = self._steps_of.get(names)
        if found is None:
            body, start = self.body, self.start
            found = self._steps_of[names] = tuple(
                Step(Instruction(body.units[at], start + body.offsets[at]), body.states[at], body.states[at + 1])
                for at in body.places(names)
            )
        return found

    def lines(self, text: Text) -> list[int]:
        """The line of each instruction, from 1."""
        starts, start, body = text.starts, self.start, self.body
        return [
            bisect_right(starts, start + offset + unit.keyword.span.start)
            for unit, offset in zip(body.units, body.offsets, strict=True)
        ]

    @property
    def final(self) -> State:
        """The state at the end of the stage."""
        return self.body.final

    @property
    def span(self) -> Span:
        """From FROM to the end of the last instruction."""
        last = Instruction(self.body.units[-1], self.start + self.body.offsets[-1])
        return Span(self.start, max(last.end, self.start))

    @property
    def root(self) -> Stage:
        """The first stage of the chain of bases: the one based on an image."""
        stage = self
        while stage.base is not None:
            stage = stage.base
        return stage
