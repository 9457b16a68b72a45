"""Errors of BuildKit's typed layer (frontend/dockerfile/instructions/parse.go): counts, flags, values."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.semantics import mount_values, values
from dockwright.semantics.stage import STAGE_NAME
from dockwright.semantics.suggestions import similar
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.language import flags as known_flags
from dockwright.syntax.nodes import Flag, Problem
from dockwright.text import Span

_AT_LEAST_ONE = frozenset({"ENV", "LABEL", "EXPOSE", "VOLUME", "ARG", "HEALTHCHECK", "ONBUILD", "SHELL"})
_EXACTLY_ONE = frozenset({"USER", "WORKDIR", "STOPSIGNAL", "MAINTAINER"})
_NEVER_EMPTY = frozenset({"bool", "choice", "mount", "device"})
_IGNORE_FLAGS = frozenset({"ARG", "STOPSIGNAL"})


def problems(instruction: Instruction, expand: mount_values.Expand = lambda _: None) -> list[Problem]:
    """The errors of one instruction other than those of the parser; `expand` returns the values of words."""
    if instruction.unit.problems:
        return []
    if instruction.name not in NAMES:
        return [_unknown(instruction)]
    return [*_flags(instruction, expand), *_arguments(instruction)]


def meant_instruction(word: str) -> str:
    """The instruction that was probably meant by an unknown keyword; none by a word such as `A=1` from a line above."""
    if "=" in word:
        return ""
    return before_bracket(word) or similar(word.upper(), tuple(sorted(NAMES)))


def before_bracket(word: str) -> str:
    """The instruction whose array stands right behind its name, as in `CMD["ls"]`; empty where none does."""
    name, bracket, _ = word.upper().partition("[")
    return name if bracket and name in NAMES else ""


def _unknown(instruction: Instruction) -> Problem:
    word = instruction.keyword.value
    meant = meant_instruction(word)
    escape = instruction.unit.escape
    hint = f"; did you mean {meant}?" if meant else f"; end the line above with `{escape}` if this belongs to it"
    if name := before_bracket(word):
        hint = f"; add a space after {name}"
    message = f"Unknown instruction `{word}`{hint}"
    return Problem("unknown-instruction", message, instruction.keyword.span)


def _flags(instruction: Instruction, expand: mount_values.Expand) -> Iterator[Problem]:
    name = instruction.name
    if name in _IGNORE_FLAGS or (name == "HEALTHCHECK" and _health_type(instruction) != "CMD"):
        return
    known = known_flags(name)
    seen: set[str] = set()
    for flag in instruction.flags:
        facts = known.get(flag.name)
        if facts is None:
            yield _unknown_flag(name, flag, tuple(known))
            continue
        if flag.name in seen and not facts.repeatable:
            yield Problem("invalid-flag", f"Duplicate flag `--{flag.name}`; remove one", flag.span)
        seen.add(flag.name)
        if (facts.kind != "bool") if flag.value is None else (not flag.value and facts.kind in _NEVER_EMPTY):
            message = f"`--{flag.name}` needs a value; write `--{flag.name}=value`"
            yield Problem("invalid-flag", message, flag.span)
        elif flag.value:
            reason = values.refusal(facts, flag.value)
            if reason:
                yield Problem("invalid-flag", reason, flag.value_span)
            elif facts.kind == "mount":
                yield from mount_values.read(instruction, flag, expand).problems


def _unknown_flag(name: str, flag: Flag, known: tuple[str, ...]) -> Problem:
    meant = similar(flag.name, known)
    if meant:
        message = f"Unknown flag `--{flag.name}` for {name}; did you mean `--{meant}`?"
    elif known:
        message = f"Unknown flag `--{flag.name}`; {name} takes `{' '.join(f'--{other}' for other in known)}`"
    else:
        message = f"Unknown flag `--{flag.name}`; {name} takes no flags"
    return Problem("unknown-flag", message, flag.name_span)


def _arguments(instruction: Instruction) -> Iterator[Problem]:
    name, count = instruction.name, len(instruction.arguments)
    keyword = instruction.keyword.span
    if name == "FROM":
        yield from _from(instruction)
    elif name in ("COPY", "ADD") and count < 2:
        message = f"{name} needs a source and a destination"
        yield Problem("missing-argument", message, keyword)
    elif name == "ONBUILD":
        yield from _onbuild(instruction)
    elif name == "SHELL" and not instruction.is_json and count:
        message = 'SHELL needs a JSON array, such as `SHELL ["/bin/sh", "-c"]`'
        yield Problem("invalid-argument", message, instruction.arguments[0].span)
    elif name in _AT_LEAST_ONE and not count:
        yield Problem("missing-argument", f"{name} needs at least one argument", keyword)
    elif name in _EXACTLY_ONE and not count:
        yield Problem("missing-argument", f"{name} needs an argument", keyword)
    elif name in ("ENV", "LABEL", "ARG"):
        yield from _blank_names(instruction)
    elif name == "VOLUME":
        for token in instruction.arguments:
            if not token.value.strip():
                yield Problem("invalid-argument", "Empty volume path; write a path such as `/data`", token.span)
    elif name == "HEALTHCHECK":
        yield from _health(instruction)


def _from(instruction: Instruction) -> Iterator[Problem]:
    arguments = instruction.arguments
    if not arguments:
        yield Problem("missing-argument", "FROM needs an image, a stage or `scratch`", instruction.keyword.span)
    elif len(arguments) == 2 and arguments[1].value.upper() == "AS":
        yield Problem("missing-argument", "AS needs a stage name", arguments[1].span)
    elif len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1].value.upper() != "AS"):
        span = Span(arguments[1].span.start, arguments[-1].span.end)
        message = "Invalid argument after the image; FROM takes only AS and a stage name there"
        yield Problem("invalid-argument", message, span)
    elif len(arguments) == 3 and not STAGE_NAME.match(arguments[2].value.lower()):
        message = (
            f"Invalid stage name `{arguments[2].value}`; "
            "begin with a letter and use only letters, digits, `-`, `_` and `.`"
        )
        yield Problem("invalid-argument", message, arguments[2].span)


def _onbuild(instruction: Instruction) -> Iterator[Problem]:
    inner = instruction.inner
    if inner is None:
        yield Problem("missing-argument", "ONBUILD needs an instruction", instruction.keyword.span)
    elif inner.name in ("FROM", "MAINTAINER", "ONBUILD"):
        message = f"{inner.name} is not allowed in ONBUILD"
        yield Problem("invalid-argument", message, inner.keyword.span)


def _blank_names(instruction: Instruction) -> Iterator[Problem]:
    tokens = instruction.arguments if instruction.name == "ARG" else instruction.arguments[::2]
    for token in tokens:
        name = token.value.partition("=")[0] if instruction.name == "ARG" else token.value
        if not name:
            yield Problem("invalid-argument", "Missing name before `=`", token.span)


def _health_type(instruction: Instruction) -> str:
    return instruction.arguments[0].value.upper() if instruction.arguments else ""


def _health(instruction: Instruction) -> Iterator[Problem]:
    kind, *rest = instruction.arguments
    if kind.value.upper() == "NONE":
        if rest:
            yield Problem("invalid-argument", "HEALTHCHECK NONE takes no arguments", rest[0].span)
    elif kind.value.upper() == "CMD":
        if not rest:
            yield Problem("missing-argument", "HEALTHCHECK CMD needs a command", kind.span)
    else:
        message = f"Unknown type `{kind.value}` of HEALTHCHECK; use CMD and a command, or NONE"
        yield Problem("invalid-argument", message, kind.span)
