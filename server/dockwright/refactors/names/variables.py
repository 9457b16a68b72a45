"""Variables as BuildKit scopes them: which mentions refer to the same one, and which definition each use refers to.

Global ARGs are visible in FROM lines and, redeclared, in stages; a stage inherits the variables of its base; build
arguments apply to every ARG with that name, so these are the same variable. ENV outlives the build of a stage, ARG does
not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from dockwright.frozen import frozen
from dockwright.refactors.names.events import Event, events, unit_events
from dockwright.refactors.names.symbols import Mention, Symbol
from dockwright.semantics.model import Model
from dockwright.text import Span


def variable_symbol(model: Model, offset: int) -> Symbol | None:
    """The variable that is set or used at `offset`."""
    event = _event_at(model, offset)
    if event is None:
        return None
    return next((symbol for symbol in variable_symbols(model, event.name) if symbol.at(offset)), None)


def variable_symbols(model: Model, name: str) -> list[Symbol]:
    """The variables with a name: several if stages are unrelated."""
    resolver = _Resolver(model, name)
    resolver.run()
    return [_symbol(model, name, group) for group in resolver.groups()]


def names_of(model: Model) -> set[str]:
    """Every name that is set or used anywhere."""
    bodies = (model.globals, *(stage.body for stage in model.stages))
    return {
        name
        for body in bodies
        for unit, state in zip(body.units, body.states, strict=False)
        for name in unit_events(unit, state)
    }


def _event_at(model: Model, offset: int) -> Event | None:
    instruction = model.tree.at(offset)
    if instruction is None:
        return None
    stage = model.stage_at(offset)
    body, start = (stage.body, stage.start) if stage else (model.globals, _global_start(model))
    index = bisect_left(body.offsets, instruction.start - start)
    for found in unit_events(instruction.unit, body.states[index]).values():
        for event in found:
            if event.kind != "shadow" and event.span.shifted(instruction.start).touches(offset):
                return event
    return None


def _global_start(model: Model) -> int:
    return model.tree.starts[model.tree.places[0]] if model.tree.places else 0


@dataclass
class _Group:
    """Mentions of the same variable; `into` is set once the group is merged into another one."""

    mentions: list[Mention] = field(default_factory=list)
    into: _Group | None = None
    inexact: Span | None = None
    environment: bool = False
    shadows: list[Span] = field(default_factory=list)

    def end(self) -> _Group:
        group = self
        while group.into is not None:
            group = group.into
        return group


@frozen
class _Definition:
    group: _Group
    span: Span


class _Resolver:
    """Visits a file for one name; used once."""

    def __init__(self, model: Model, name: str) -> None:
        self.model = model
        self.name = name
        self.argument = _Group()
        self.free = _Group()
        self.all = [self.argument, self.free]
        self.final: list[tuple[_Definition | None, _Definition | None]] = []
        self.shared: _Definition | None = None

    def groups(self) -> list[_Group]:
        return [group for group in self.all if group.into is None and group.mentions]

    def run(self) -> None:
        start = _global_start(self.model)
        if not self.model.stages:
            # A part of a file without FROM: read everything in it as the body of a stage.
            self._stage(events(self.model.globals, self.name), start, None, None)
            return
        for event in events(self.model.globals, self.name):
            self._mention(event, start, self.shared)
            if event.kind == "arg":
                self.shared = _Definition(self.argument, event.span.shifted(start))
        for stage in self.model.stages:
            inherited = self.final[stage.base.index] if stage.base else (None, None)
            found = events(stage.body, self.name)
            self.final.append(self._stage(found, stage.start, *inherited))

    def _stage(
        self, found: Iterable[Event], start: int, scope: _Definition | None, env: _Definition | None
    ) -> tuple[_Definition | None, _Definition | None]:
        """What the name refers to at the end: in a stage based on this one, where ENV wins, and in the environment."""
        trigger: _Definition | None = None
        later: list[Event] = []
        for event in found:
            if event.kind == "run-time" or (event.trigger and event.kind == "use" and trigger is None):
                later.append(event)
            elif event.kind == "from":
                self._mention(event, start, self.shared)
            elif event.kind in ("arg", "env"):
                before = trigger if event.trigger else scope
                made = self._define(event, start, before)
                if event.trigger:
                    trigger = made
                else:
                    scope = made
                    env = made if event.kind == "env" else env
            else:
                self._mention(event, start, trigger if event.trigger else scope)
        for event in later:
            self._mention(event, start, env)
        if trigger is not None and env is not None:
            self._join(trigger.group, env.group)
        return trigger or env or scope, env

    def _define(self, event: Event, start: int, before: _Definition | None) -> _Definition:
        if event.kind == "arg":
            group = self.argument.end()
        else:
            group = _Group(environment=True)
            self.all.append(group)
        if before is not None:
            group = self._join(group, before.group)
        span = event.span.shifted(start)
        origin = self.shared.span if event.bare and self.shared else span
        self._add(group, event, Mention(span, "write", event.exact, origin))
        return _Definition(group, span)

    def _mention(self, event: Event, start: int, reaching: _Definition | None) -> None:
        span = event.span.shifted(start)
        if event.kind == "shadow":
            if reaching is not None:
                reaching.group.end().shadows.append(span)
        elif event.kind == "arg":
            self._add(self.argument, event, Mention(span, "write", event.exact, span))
        elif event.kind == "env":
            self._add(self.free, event, Mention(span, "write", event.exact, span))
        else:
            group = reaching.group if reaching else self.free
            self._add(group, event, Mention(span, "read", event.exact, reaching.span if reaching else None))

    def _add(self, group: _Group, event: Event, mention: Mention) -> None:
        end = group.end()
        end.mentions.append(mention)
        if not event.exact and end.inexact is None:
            end.inexact = mention.span

    def _join(self, one: _Group, other: _Group) -> _Group:
        one, other = one.end(), other.end()
        if one is not other:
            other.mentions += one.mentions
            other.shadows += one.shadows
            other.environment |= one.environment
            other.inexact = other.inexact or one.inexact
            one.into = other
        return other


def _symbol(model: Model, name: str, group: _Group) -> Symbol:
    mentions = tuple(sorted(group.mentions, key=lambda mention: mention.span))
    return Symbol("variable", name, mentions, _obstacle(model, name, group), group.end().environment)


def _obstacle(model: Model, name: str, group: _Group) -> str:
    if not any(mention.role == "write" for mention in group.mentions):
        return f"Nothing in this file sets `{name}`"
    lines = model.tree.text
    if group.inexact is not None:
        return f"Line {lines.line_of(group.inexact.start) + 1} has quotes or line breaks inside `{name}`"
    for span in group.shadows:
        return f"In line {lines.line_of(span.start) + 1} the shell sets `{name}`, so no change is safe"
    return ""
