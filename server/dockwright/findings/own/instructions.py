"""What an own rule finds in the words of an instruction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.config import OwnRule
from dockwright.findings.own.patterns import fits
from dockwright.semantics.copying import sources
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Flag, Token
from dockwright.text import Span

_COPIES = ("COPY", "ADD")
_SETS = ("ENV", "ARG")


class Match(NamedTuple):
    """What fits, and the text that it stands for."""

    text: str
    span: Span


def matches(given: OwnRule, step: Step) -> Iterator[Match]:
    """What fits in an instruction, or in the one that ONBUILD keeps."""
    outer = step.instruction
    for own in (outer, outer.inner) if outer.inner else (outer,):
        if is_meant(given, own):
            yield from (one for one in _found(given, own, step) if not fits(one.text, given.unless))


def is_meant(given: OwnRule, own: Instruction) -> bool:
    """Whether the name and the flags of an instruction fit."""
    named = not given.instruction or own.name in map(str.upper, given.instruction)
    return named and (not given.flag or any(_flagged(own, given.flag))) and not any(_flagged(own, given.without))


def _found(given: OwnRule, own: Instruction, step: Step) -> Iterator[Match]:
    copies = own.name in _COPIES
    if given.destination and not (copies and own.arguments and _fit([own.arguments[-1]], given.destination, own, step)):
        return
    if given.argument:
        yield from _fit(sources(own) if copies else own.arguments, given.argument, own, step)
    elif given.destination:
        yield from _fit([own.arguments[-1]], given.destination, own, step)
    elif given.variable:
        yield from _variables(given, own)
    elif given.flag:
        yield from (Match(_written(flag), flag.span) for flag in _flagged(own, given.flag))
    else:
        yield Match(own.argument_text, own.keyword.span)


def _fit(
    tokens: tuple[Token, ...] | list[Token], patterns: tuple[str, ...], own: Instruction, step: Step
) -> list[Match]:
    found = []
    for token in tokens:
        known = step.before.expand(token.value, own.unit.escape) if own is step.instruction else None
        text = next((text for text in (token.value, known) if text is not None and fits(text, patterns)), None)
        if text is not None:
            found.append(Match(text, token.span))
    return found


def _variables(given: OwnRule, own: Instruction) -> Iterator[Match]:
    if own.name not in _SETS:
        return
    pairs = own.pairs if own.name == "ENV" else [(token, None) for token in own.arguments]
    for key, value in pairs:
        text = f"{key.value}={value.value}" if value else key.value
        name = text.partition("=")[0]
        if (fits(name, given.variable) or fits(text, given.variable)) and not fits(name, given.unless):
            yield Match(text, Span(key.span.start, key.span.start + len(name)))


def _flagged(own: Instruction, patterns: tuple[str, ...]) -> Iterator[Flag]:
    return (flag for flag in own.flags if fits(_written(flag), patterns) or fits(f"--{flag.name}", patterns))


def _written(flag: Flag) -> str:
    return f"--{flag.name}" if flag.value is None else f"--{flag.name}={flag.value}"
