"""The semantic model of a file: its stages, its variables, and references between stages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from dockwright.semantics import references
from dockwright.semantics.commands.old_releases import lacking
from dockwright.semantics.stage import Body, Stage, Step, body_of
from dockwright.semantics.state import DEFAULT_PATH, PLATFORM_NAMES, State
from dockwright.semantics.structure import Moves, Structure, froms, moved_froms, moves, stage_before
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Unit
from dockwright.syntax.tree import Change, Tree

Kept = TypeVar("Kept")

BaseState = Callable[[str, State], State]
"""A function of an image reference and the state of an unknown base; it returns the state of that image, or the given
state."""


def analyse(
    tree: Tree,
    previous: Model | None = None,
    *,
    build_args: Mapping[str, str] | None = None,
    base_state: BaseState | None = None,
) -> Model:
    """Build the model of a tree; parts that are unchanged since `previous` are reused."""
    return Model(tree, previous, dict(build_args or {}), base_state or _unknown_base)


def _unknown_base(image: str, unknown: State) -> State:
    return unknown


class Model:
    """The semantic model of a file. Immutable by convention."""

    def __init__(self, tree: Tree, previous: Model | None, build_args: dict[str, str], base_state: BaseState) -> None:
        self.tree = tree
        self.build_args = build_args
        self.base_state = base_state
        if previous is not None and (previous.build_args != build_args or previous.base_state != base_state):
            previous = None
        self._unknown_bases: dict[object, State] = previous._unknown_bases if previous else {}
        change = tree.change if previous and tree.change and tree.change.parent() is previous.tree else None
        unchanged = previous if change else None
        moved = self._moved = moves(tree) if unchanged else None
        self.structure: Structure = unchanged.structure if unchanged and moved else Structure()
        """The same object as long as edits change only what does not belong to it."""
        self.stages: list[Stage] = []
        self.before: dict[int, Stage] = {}
        """By stage index: the previous version of each stage that the last edit changed directly or through a base."""
        self._by_name: dict[str, Stage] = {}
        self.followed: Moves | None = None
        """The last edit, if it was inside one stage and invisible to the other stages."""
        if unchanged and moved and self._follow(unchanged, moved):
            self.followed = moved
            return
        self._froms: list[int] = (
            moved_froms(tree, unchanged._froms, change) if unchanged and change else froms(tree, 0, len(tree.pieces))
        )
        self.globals = self._globals(previous)
        same_globals = previous is not None and self.globals is previous.globals
        known = {stage.start: stage for stage in previous.stages} if previous and change and same_globals else {}
        bounds = [*self._froms, len(tree.pieces)]
        for index, (first, last) in enumerate(pairwise(bounds)):
            old = stage_before(tree, change, known, first, last) if change else None
            self._add(index, first, last, old, _carried(previous, self._froms, index, change))
        for stage in self.stages:
            if stage.base is not None:
                stage.base.is_base = True
        if self.stages:
            self.stages[-1].is_last = True
        if unchanged and len(unchanged.stages) == len(self.stages):
            pairs = zip(unchanged.stages, self.stages, strict=True)
            self.before = {new.index: old for old, new in pairs if old.chain is not new.chain}

    def _follow(self, previous: Model, moved: Moves) -> bool:
        """Reuse all stages but the edited one; returns False if the stages have to be built anew."""
        before = previous._froms
        number = bisect_left(before, moved.first) - 1
        if number < 0:
            return False
        self._froms = before
        if moved.shift:
            self._froms = before[: number + 1] + [index + moved.shift for index in before[number + 1 :]]
        self.globals = previous.globals
        bounds = [*self._froms, len(self.tree.pieces)]
        old = previous.stages[number]
        body = body_of(*self._units(bounds[number], bounds[number + 1]), old.body.states[0], old.body.carried)
        if body.final is not old.final:
            return False
        self.stages += previous.stages[:number]
        self._take(old, body, 0, old.base)
        for stage in previous.stages[number + 1 :]:
            self._take(stage, stage.body, moved.by, self.stages[stage.base.index] if stage.base else None)
        self._by_name = {stage.body.name: stage for stage in self.stages if stage.body.name}
        return True

    def _take(self, old: Stage, body: Body, by: int, base: Stage | None) -> None:
        """Reuse a stage of the previous model, with another body or base."""
        stage = Stage(body, old.start + by, old.index, base, old.image)
        stage.is_base, stage.is_last = old.is_base, old.is_last
        self.stages.append(stage)
        if stage.chain is not old.chain:
            self.before[stage.index] = old

    def follow_stages(self) -> None:
        """Drop what was computed from other `stages` and `globals` after replacing these."""
        self._by_name = {stage.name: stage for stage in self.stages if stage.name}
        for name in ("global_steps", "references", "reachable"):
            self.__dict__.pop(name, None)

    def _globals(self, previous: Model | None) -> Body:
        """The global scope; the same object as before if its text is unchanged."""
        units, offsets = self._units(0, self._froms[0] if self._froms else len(self.tree.pieces))
        if previous and (previous.globals.units, previous.globals.offsets) == (units, offsets):
            return previous.globals
        return body_of(units, offsets, _global_state(self), previous.globals.carried if previous else {})

    def _add(self, index: int, first: int, last: int, old: Stage | None, carried: dict[Any, Any]) -> None:
        unit: Unit = self.tree.pieces[first]  # type: ignore[assignment]
        start = self.tree.starts[first]
        base_word = unit.arguments[0].value if unit.arguments else ""
        dynamic = any(mark in base_word for mark in ("$", "'", '"', self.tree.escape))
        image = self.globals.final.expand(base_word, unit.escape) if dynamic else base_word
        base = self._by_name.get(image) if image else None
        state = base.body.passed_on if base else self._image_state(image)
        if old is not None and old.body.states[0] is state:
            body = old.body
        else:
            body = body_of(*self._units(first, last), state, carried)
        stage = Stage(body, start, index, base, None if base else image)
        self.stages.append(stage)
        if stage.name:
            self._by_name[stage.name] = stage

    def _units(self, first: int, last: int) -> tuple[tuple[Unit, ...], tuple[int, ...]]:
        pieces, starts = self.tree.pieces, self.tree.starts
        places = [index for index in range(first, last) if type(pieces[index]) is Unit]
        origin = starts[places[0]] if places else 0
        return tuple(pieces[index] for index in places), tuple(starts[index] - origin for index in places)  # type: ignore[misc]

    def _image_state(self, image: str | None) -> State:
        key = (self.globals.final, image)
        found = self._unknown_bases.get(key)
        if found is None:
            if len(self._unknown_bases) > 2000:
                self._unknown_bases.clear()
            found = self._unknown_bases[key] = self._new_image_state(image)
        return found

    def _new_image_state(self, image: str | None) -> State:
        known = self.globals.final.variables
        names = self.globals.final.declared.union(known)
        state = State(
            {"PATH": DEFAULT_PATH if image == "scratch" else None},
            {"PATH": DEFAULT_PATH if image == "scratch" else None},
            base_known=image == "scratch",
            globals=known,
            global_names=names,
            build_args=self.build_args,
            user="" if image == "scratch" else None,
            workdir="/" if image == "scratch" else None,
            empty=image == "scratch",
            lacks=lacking(image) if image else frozenset(),
        )
        return self.base_state(image, state) if image and image != "scratch" else state

    @property
    def globals_start(self) -> int:
        """The offset of the first instruction of the file."""
        return self.tree.starts[self.tree.places[0]] if self.globals.units else 0

    @cached_property
    def global_steps(self) -> list[Step]:
        """The steps before the first FROM (in a valid file, ARGs)."""
        body = self.globals
        start = self.tree.starts[self.tree.places[0]] if body.units else 0
        return [
            Step(Instruction(unit, start + offset), body.states[index], body.states[index + 1])
            for index, (unit, offset) in enumerate(zip(body.units, body.offsets, strict=True))
        ]

    @cached_property
    def section_starts(self) -> list[int]:
        """The start offsets of the sections of the file: the part before the first FROM, then each stage."""
        return [0, *[stage.start for stage in self.stages]]

    def section_edited(self, moved: Moves) -> int:
        """The index of the section that contains the last edit."""
        return bisect_left(self._froms, moved.first)

    def steps(self) -> Iterator[Step]:
        """All steps of the file in order."""
        yield from self.global_steps
        for stage in self.stages:
            yield from stage.steps

    def stage_at(self, offset: int) -> Stage | None:
        """The stage that contains `offset`; None in the global scope."""
        index = bisect_right([stage.start for stage in self.stages], offset) - 1
        return self.stages[index] if index >= 0 else None

    def step_at(self, offset: int) -> Step | None:
        """The step whose instruction contains `offset`."""
        instruction = self.tree.at(offset)
        if instruction is None:
            return None
        stage = self.stage_at(offset)
        steps = stage.steps if stage else self.global_steps
        return next((step for step in steps if step.instruction.start == instruction.start), None)

    def stage_named(self, name: str, before: int | None = None) -> Stage | None:
        """The stage that `FROM name` in stage `before` refers to: the nearest one above; `name` is in lower case."""
        candidates = self.stages if before is None else self.stages[:before]
        return next((stage for stage in reversed(candidates) if stage.name == name), None)

    def stage_referred(self, value: str, numbers: bool = True) -> Stage | None:
        """The stage that `--from=value` refers to: an index (COPY and ADD only), or the last stage with that name."""
        if numbers and value.isascii() and value.isdigit() and len(value) < 9:
            return self.stages[int(value)] if int(value) < len(self.stages) else None
        return self._by_name.get(value.lower())

    @cached_property
    def references(self) -> list[references.Reference]:
        """All references to stages: FROM, COPY --from, RUN --mount from, including those under ONBUILD."""
        return list(references.find(self.stages, self.stage_referred))

    def kept(self, key: object, find: Callable[[], Kept], move: Callable[[Kept, Moves], Kept | None]) -> Kept:
        """The result of `find` for this file, cached with its structure.

        After an edit that does not change the structure, `move` updates the cached result; if it returns None, `find`
        is called again.
        """
        tree, memo = self.tree, self.structure.memo
        known: tuple[Tree, Kept] | None = memo.get(key)
        if known is not None and known[0] is tree:
            return known[1]
        follows = known is not None and tree.change is not None and tree.change.parent() is known[0]
        moved = move(known[1], self._moved) if known is not None and follows and self._moved is not None else None
        return self.keep(key, find() if moved is None else moved)

    def keep(self, key: object, found: Kept) -> Kept:
        """Replace the cached result."""
        self.structure.memo[key] = self.tree, found
        return found

    @cached_property
    def reachable(self) -> frozenset[int]:
        """The indexes of the stages that a build of the last stage needs."""
        known: frozenset[int] | None = self.structure.memo.get("reachable")
        if known is None:
            known = self.structure.memo["reachable"] = self._reachable()
        return known

    def _reachable(self) -> frozenset[int]:
        if not self.stages:
            return frozenset()
        needs: dict[int, list[int]] = {}
        for reference in self.references:
            if reference.target is not None:
                needs.setdefault(reference.source.index, []).append(reference.target.index)
        seen = {self.stages[-1].index}
        waiting = list(seen)
        while waiting:
            for index in needs.get(waiting.pop(), ()):
                if index not in seen:
                    seen.add(index)
                    waiting.append(index)
        return frozenset(seen)


def _carried(previous: Model | None, froms: list[int], index: int, change: Change | None) -> dict[Any, Any]:
    """What the version of a stage before the edit carries; nothing for a new stage.

    Between the two there may be several edits that nobody asked about; then the stages are counted.
    """
    if previous is None:
        return {}
    if change is None:
        return previous.stages[index].body.carried if len(froms) == len(previous.stages) else {}
    more = len(froms) - len(previous.stages)
    old = index if not more or froms[index] < change.first else index - more if froms[index] >= change.stop else -1
    return previous.stages[old].body.carried if 0 <= old < len(previous.stages) else {}


def _global_state(model: Model) -> State:
    platform: dict[str, str | None] = dict.fromkeys(PLATFORM_NAMES)
    platform["TARGETSTAGE"] = None
    platform |= {name: value for name, value in model.build_args.items() if name in platform}
    return State(platform, {}, base_known=True, build_args=model.build_args)
