"""What each instruction does to the configuration of an image, as BuildKit writes it (dockerfile2llb/convert.go)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dockwright.plan.reasons import learned, reason
from dockwright.plan.value import GROUPS, Configuration, Group, Value
from dockwright.semantics.checks import problems
from dockwright.semantics.ports import exposed
from dockwright.semantics.state import DEFAULT_SHELL, State, after
from dockwright.semantics.typed_values import typed
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Unit
from dockwright.syntax.unit_memo import memo_of
from dockwright.syntax.words import WordError, read

WINDOWS_SHELL = ["cmd", "/S", "/C"]
PATHS_OF_WINDOWS = "the builder: how it writes paths of Windows"


def _is_right(unit: Unit) -> bool:
    """Whether BuildKit accepts an instruction."""
    found: bool | None = unit.memo.get("is right")
    if found is None:
        found = unit.memo["is right"] = not unit.problems and not problems(Instruction(unit, 0))
    return found


class Folding:
    """A configuration that is built instruction by instruction."""

    def __init__(self, start: Configuration, windows: bool) -> None:
        self.values = dict(start.values)
        self.groups = {name: dict(group.entries) for name, group in start.groups.items()}
        self.more = {name: group.more for name, group in start.groups.items()}
        self.triggers = list(start.triggers)
        self.waiting: list[tuple[Unit, int]] = []
        """The ONBUILD instructions stored so far, with their lines."""
        self.more_triggers = start.more_triggers
        self.windows = windows
        self.known: dict[str, str] = {}
        """The reasons why variables are not known."""
        self.has_cmd = False
        """Whether the stage has its own CMD, which ENTRYPOINT does not reset."""

    def begin(self) -> None:
        """Begin a stage."""
        self.has_cmd = False

    def fire(self, state: State) -> None:
        """Apply the ONBUILD instructions of the base; they are not passed on."""
        waiting, self.waiting, self.triggers, self.more_triggers = self.waiting, [], [], ""
        for unit, line in waiting:
            self.apply(Instruction(unit, 0), state, line)
            state = after(state, unit)

    def apply(self, instruction: Instruction, state: State, line: int) -> None:
        """Apply an instruction; one that BuildKit rejects has no effect."""
        change = _CHANGES.get(instruction.name)
        if instruction.name == "ARG" or (change and _is_right(instruction.unit)):
            if change:
                change(self, instruction, state, line)
            if instruction.name in ("ENV", "ARG"):
                self.learn(instruction.unit, state)

    def take(self, sets: Settled, line: int) -> None:
        """Apply an instruction of which it is known what it sets."""
        for group, name, value in sets:
            (self.groups[group] if group else self.values)[name] = Value(value, "line", line)

    def learn(self, unit: Unit, state: State) -> None:
        """Record why variables that an ENV or ARG sets are not known."""
        memo, key = memo_of(unit, "plan"), ("plan all known", state)
        if key not in memo and not learned(state, unit, after(state, unit), self.known):
            memo[key] = True

    def expanded(self, word: str, instruction: Instruction, state: State, line: int) -> Value:
        """The value of a word."""
        unit = instruction.unit
        memo, key = memo_of(unit, "plan"), ("plan values", state if "$" in word else None)
        values: dict[str, str | None] | None = memo.get(key)
        if values is None:
            values = memo[key] = {}
        if word not in values:
            values[word] = state.expand(word, unit.escape)
        found = values[word]
        why = "" if found is not None else reason(state, word, unit.escape, self.known)
        return Value(found, "line", line, why, word if why else "")

    def put(self, group: str, name: Value, value: Value) -> None:
        """Set an entry; one with an unknown name may replace any other."""
        if name.is_known:
            self.groups[group][name.value] = value
            return
        self.more[group] = name.depends
        self.groups[group] = {
            each: Value(None, old.origin, old.line, name.depends) for each, old in self.groups[group].items()
        }

    def result(self) -> Configuration:
        """The resulting configuration, but for the platform."""
        groups = {name: Group(entries, self.more[name]) for name, entries in self.groups.items()}
        return Configuration(self.values, groups, tuple(self.triggers), self.more_triggers)


def _pairs(group: str) -> Callable[[Folding, Instruction, State, int], None]:
    def change(made: Folding, instruction: Instruction, state: State, line: int) -> None:
        for key, value in instruction.pairs:
            name = made.expanded(key.value, instruction, state, line)
            made.put(group, name, made.expanded(value.value, instruction, state, line))

    return change


def _single(name: str) -> Callable[[Folding, Instruction, State, int], None]:
    def change(made: Folding, instruction: Instruction, state: State, line: int) -> None:
        for token in instruction.arguments[:1]:
            made.values[name] = made.expanded(token.value, instruction, state, line)

    return change


def _workdir(made: Folding, instruction: Instruction, state: State, line: int) -> None:
    found = made.expanded(instruction.arguments[0].value, instruction, state, line)
    path = after(state, instruction.unit).workdir
    base, relative = made.values["WorkingDir"], found.is_known and not found.value.startswith("/")
    if relative and re.match(r"[A-Za-z]:", found.value):
        found = Value(None, "line", line, PATHS_OF_WINDOWS, found.value)  # on Linux it is relative
    elif found.is_known and (path is None or (relative and not base.is_known)):
        before = f"{base.written}/" if base.written else ""
        found = Value(None, "line", line, base.depends or "the folder before", f"{before}{found.value}")
    made.values["WorkingDir"] = found._replace(value=path) if found.is_known else found


def _author(made: Folding, instruction: Instruction, state: State, line: int) -> None:
    made.values["Author"] = Value(instruction.arguments[0].value, "line", line)


def _shell(made: Folding, instruction: Instruction, state: State, line: int) -> None:
    made.values["Shell"] = Value([token.value for token in instruction.arguments], "line", line)


def _command(made: Folding, instruction: Instruction, line: int) -> Value:
    words = [token.value for token in instruction.arguments]
    if instruction.is_json:
        return Value(words, "line", line)
    shell = made.values["Shell"]
    if not shell.is_known:
        return Value(None, "line", line, f"SHELL of {shell.depends}", " ".join(words))
    first = shell.value or (WINDOWS_SHELL if made.windows else list(DEFAULT_SHELL))
    return Value([*first, " ".join(words)], "line", line)


def _cmd(made: Folding, instruction: Instruction, state: State, line: int) -> None:
    made.values["Cmd"] = _command(made, instruction, line)
    made.has_cmd = True


def _entrypoint(made: Folding, instruction: Instruction, state: State, line: int) -> None:
    made.values["Entrypoint"] = _command(made, instruction, line)
    if not made.has_cmd:
        made.values["Cmd"] = Value(None, "line", line)


def _healthcheck(made: Folding, instruction: Instruction, state: State, line: int) -> None:
    found = typed(instruction)
    made.values["Healthcheck"] = Value(found[1]["Health"] if found else None, "line", line)


def _volume(made: Folding, instruction: Instruction, state: State, line: int) -> None:
    for token in instruction.arguments:
        made.put("Volumes", made.expanded(token.value, instruction, state, line), Value({}, "line", line))


def _expose(made: Folding, instruction: Instruction, state: State, line: int) -> None:
    escape = instruction.unit.escape
    for token in instruction.arguments:
        try:
            words = state.expand_words(read(token.value, escape), escape)
        except WordError:
            words = ()
        if not words:
            made.more["ExposedPorts"] = reason(state, token.value, escape, made.known)
        for word in words:
            for port in exposed(word) or [word]:  # which makes the build fail
                made.groups["ExposedPorts"][port] = Value({}, "line", line)


def _onbuild(made: Folding, instruction: Instruction, state: State, line: int) -> None:
    found = typed(instruction)
    if instruction.unit.inner is not None and found:
        made.triggers.append(Value(found[1]["Expression"], "line", line))
        made.waiting.append((instruction.unit.inner, line))


_CHANGES: dict[str, Callable[[Folding, Instruction, State, int], None]] = {
    "ENV": _pairs("Env"),
    "LABEL": _pairs("Labels"),
    "USER": _single("User"),
    "STOPSIGNAL": _single("StopSignal"),
    "WORKDIR": _workdir,
    "MAINTAINER": _author,
    "SHELL": _shell,
    "CMD": _cmd,
    "ENTRYPOINT": _entrypoint,
    "HEALTHCHECK": _healthcheck,
    "VOLUME": _volume,
    "EXPOSE": _expose,
    "ONBUILD": _onbuild,
}
CHANGING = ("FROM", "ARG", *_CHANGES)

Settled = tuple[tuple[str, str, Any], ...]
"""The entries that an instruction certainly sets: a group, or "" for a single value, the name, and the value."""

_OF_STATE = frozenset({"ENV", "LABEL", "USER", "STOPSIGNAL", "VOLUME", "EXPOSE", "ARG"})
"""Instructions whose effect is determined by the state before them, if all values are known."""


def settled(unit: Unit, state: State) -> Settled | None:
    """What an instruction sets in every configuration; None if that depends on more than the state before it."""
    if unit.name not in _OF_STATE:
        return None
    varies = unit.name == "ARG" or "$" in unit.text
    memo, key = memo_of(unit, "plan"), ("settled", state if varies else None)
    found: list[Settled | None] | None = memo.get(key)
    if found is None:
        found = memo[key] = [_settled(unit, state)]
    return found[0]


def _settled(unit: Unit, state: State) -> Settled | None:
    made = Folding(_NOTHING, windows=False)
    made.apply(Instruction(unit, 0), state, 0)
    groups = {"": made.values, **made.groups}
    entries = [(group, name, value) for group, found in groups.items() for name, value in found.items()]
    if made.known or any(made.more.values()) or not all(value.is_known for _, _, value in entries):
        return None
    return tuple((group, name, value.value) for group, name, value in entries)


_NOTHING = Configuration({}, {name: Group({}) for name in GROUPS})
