"""The programs that CMD, ENTRYPOINT and HEALTHCHECK start, with their words, in either form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dockwright.image.run_body import value
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.shell import parse_shell, unwrapped
from dockwright.text import Span

_PASSES_ON = re.compile(r"(?:tini|dumb-init|catatonit|.*entrypoint(?:\.sh)?)\Z")
"""Programs that execute their arguments, given by CMD."""


class Started(NamedTuple):
    """A program that is started; `span` is that of its name, and the words have spans, too."""

    name: str
    span: Span
    words: tuple[tuple[str, Span], ...]
    in_text: bool = False
    """Whether it stands in the text that an array gives to a shell, which has one span as a whole."""


def started(step: Step) -> Iterator[Started]:
    """The programs with literal names."""
    found = step.instruction
    if found.problems or found.name not in ("CMD", "ENTRYPOINT", "HEALTHCHECK"):
        return
    tokens = found.arguments[1:] if found.name == "HEALTHCHECK" else found.arguments
    if found.is_json:
        if tokens:
            rest = tuple((token.value, token.span) for token in tokens[1:])
            yield Started(tokens[0].value, tokens[0].span, rest)
    elif tokens and step.before.shell[0].rpartition("/")[2] in ("sh", "bash", "ash", "dash"):
        yield from _of_text(step, tokens[0].value, tokens[0].span)


def cmd_is_started(stage: Stage) -> bool:
    """Whether the first word of CMD is a program and not an argument of an ENTRYPOINT."""
    entries = stage.all("ENTRYPOINT")
    if entries:
        found = entries[-1].instruction
        return found.is_json and bool(found.arguments) and bool(_PASSES_ON.match(found.arguments[0].value))
    below = stage.base
    while below is not None:
        if below.all("ENTRYPOINT"):
            return False
        below = below.base
    entry = stage.root.body.states[0].base_entrypoint
    return not entry or (not isinstance(entry, str) and bool(_PASSES_ON.match(entry[-1])))


def _of_text(step: Step, text: str, span: Span) -> Iterator[Started]:
    joined = step.instruction.unit.joined
    at = joined.offset(span.start - step.instruction.start)
    if joined.string[at : at + len(text)] != text:
        return
    script = parse_shell(text)
    for placed in () if script.has_errors else script.simple_commands():
        command = unwrapped(placed.command)
        words = tuple(
            (value(w), _shifted(step, joined.span(at + w.span.start, at + w.span.end))) for w in command.words
        )
        if command.name:
            yield Started(command.name, words[0][1], words[1:])


def _shifted(step: Step, span: Span) -> Span:
    return span.shifted(step.instruction.start)
