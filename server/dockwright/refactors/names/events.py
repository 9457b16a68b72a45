"""Where a stage sets and uses variables, computed once per instruction, in text order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.stage import Body, Step
from dockwright.semantics.state import State
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Heredoc, Token, Unit
from dockwright.syntax.shell import parse_shell, variables_assigned, variables_used
from dockwright.syntax.words import Variable, WordError, read, variables
from dockwright.text import Span

Kind = Literal["arg", "env", "use", "from", "run-time", "shadow"]

_NOT_EXPANDED = frozenset({"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "MAINTAINER", "ONBUILD"})
_AT_RUN_TIME = frozenset({"CMD", "ENTRYPOINT", "HEALTHCHECK"})
_POSIX = frozenset({"sh", "bash", "dash", "ash", "ksh", "zsh"})


class Event(NamedTuple):
    """A definition or use of a name."""

    kind: Kind
    """`run-time`: used by a command of the container, which only has ENV; `shadow`: the shell sets it itself."""
    name: str
    span: Span
    """The name alone, from the start of the instruction or of the stage."""
    exact: bool
    """Whether the name is written literally there, without quotes or line breaks inside."""
    trigger: bool
    """Under ONBUILD."""
    bare: bool = False
    """An ARG without a default, which inherits the global one."""


def events(body: Body, name: str) -> Iterator[Event]:
    """The events of a name in a stage, or before the first."""
    shell: tuple[str, ...] | None = None
    key: object = None
    for index, unit in enumerate(body.units):
        state = body.states[index]
        if state.shell is not shell:
            shell = state.shell
            key = ("variables", shell)
        known: dict[str, tuple[Event, ...]] | None = unit.memo.get(key)
        if known is None:
            known = unit_events(unit, state)
        for event in known.get(name, ()):
            yield event._replace(span=event.span.shifted(body.offsets[index]))


def unit_events(unit: Unit, state: State) -> dict[str, tuple[Event, ...]]:
    """The events of all names in an instruction; spans count from its start."""
    key = ("variables", state.shell)
    found: dict[str, tuple[Event, ...]] | None = unit.memo.get(key)
    if found is None:
        lists: dict[str, list[Event]] = {}
        for event in _of_step(Step(Instruction(unit, 0), state, state)):
            lists.setdefault(event.name, []).append(event)
        found = unit.memo[key] = {name: tuple(items) for name, items in lists.items()}
    return found


def _of_step(step: Step) -> Iterator[Event]:
    outer = step.instruction
    trigger = outer.inner is not None
    for event in _of_instruction(outer.inner or outer, step, trigger):
        yield event._replace(exact=event.exact and outer.unit.text[event.span.start : event.span.end] == event.name)


def _of_instruction(instruction: Instruction, step: Step, trigger: bool) -> Iterator[Event]:
    use: Kind = "from" if instruction.name == "FROM" else "use"
    for token in expanded_words(instruction):
        for name, span in _names_in(instruction, token):
            yield Event(use, name, span, True, trigger)
    if instruction.name in ("COPY", "ADD"):
        for heredoc in instruction.heredocs:
            for name, span in _names_in_heredoc(instruction, heredoc):
                yield Event(use, name, span, True, trigger)
    if instruction.name == "RUN":
        yield from _in_run(step, instruction, trigger)
    elif instruction.name in _AT_RUN_TIME and not instruction.is_json:
        yield from _in_command(step, instruction, trigger)
    yield from _set(step, instruction, trigger)


def _set(step: Step, instruction: Instruction, trigger: bool) -> Iterator[Event]:
    if instruction.name == "ENV":
        for key, _ in instruction.pairs:
            name = step.before.expand(key.value, instruction.unit.escape)
            if name:
                yield Event("env", name, key.span, True, trigger)
    elif instruction.name == "ARG":
        for token in instruction.arguments:
            name, equals, _ = token.value.partition("=")
            span = Span(token.span.start, min(token.span.start + len(name), token.span.end))
            yield Event("arg", name, span, True, trigger, bare=not equals)


def expanded_words(instruction: Instruction) -> Iterator[Token]:
    """The words in which BuildKit expands variables."""
    if instruction.name not in _NOT_EXPANDED:
        yield from instruction.arguments
    for flag in instruction.flags:
        if flag.value:
            yield Token(flag.value, flag.value_span)


def variables_in(instruction: Instruction, token: Token) -> tuple[list[Variable], int]:
    """The variables in a word, and the offset of the word in the joined text, from which their ranges count."""
    joined = instruction.unit.joined
    base = joined.offset(token.span.start - instruction.start)
    text = joined.string[base : joined.offset(token.span.end - instruction.start - 1) + 1]
    try:
        return variables(read(text, instruction.unit.escape)), base
    except WordError:
        return [], base


def _names_in(instruction: Instruction, token: Token) -> Iterator[tuple[str, Span]]:
    """The names of the variables in a word, with their ranges."""
    if "$" not in token.value:
        return
    found, base = variables_in(instruction, token)
    for variable in found:
        yield (
            variable.name,
            instruction.source_span(base + variable.name_span.start, base + variable.name_span.end),
        )


def _names_in_heredoc(instruction: Instruction, heredoc: Heredoc) -> Iterator[tuple[str, Span]]:
    """Like BuildKit's expansion of the files that COPY and ADD create from heredocs."""
    if not heredoc.expand:
        return
    text = instruction.unit.text[heredoc.body.start - instruction.start : heredoc.body.end - instruction.start]
    try:
        found = variables(read(text, instruction.unit.escape, quotes=False))
    except WordError:
        return
    for variable in found:
        yield variable.name, variable.name_span.shifted(heredoc.body.start)


def _in_run(step: Step, instruction: Instruction, trigger: bool) -> Iterator[Event]:
    body = body_of(step)
    if body is None or body.script.has_errors:
        return
    own = {assigned.name for assigned in variables_assigned(body.script)}
    for assigned in variables_assigned(body.script):
        yield Event("shadow", assigned.name, source_span(instruction.unit, assigned.span), True, trigger)
    for variable in variables_used(body.script):
        if variable.name not in own:
            yield Event("use", variable.name, source_span(instruction.unit, variable.name_span), True, trigger)


def _in_command(step: Step, instruction: Instruction, trigger: bool) -> Iterator[Event]:
    if step.before.shell[0].rpartition("/")[2] not in _POSIX or not instruction.arguments:
        return
    unit = instruction.unit
    start = unit.joined.offset(unit.arguments[-1].span.start)
    script = parse_shell(unit.joined.string[start:])
    own = {assigned.name for assigned in variables_assigned(script)}
    for variable in variables_used(script):
        if variable.name not in own:
            span = instruction.source_span(start + variable.name_span.start, start + variable.name_span.end)
            yield Event("run-time", variable.name, span, True, trigger)
