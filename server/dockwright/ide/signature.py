"""Signature help: the forms of an instruction, and the active parameter."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_PARAMETER = re.compile(r"<([^<>]*)>")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?')


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an instruction; parameters are ranges of the label."""

    label: str
    parameters: tuple[Span, ...]
    about: tuple[str, ...]
    is_json: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """The forms, the active form, and the active parameter."""

    forms: tuple[Form, ...]
    form: int
    parameter: int


def signature(snapshot: Snapshot, offset: int) -> Signature | None:
    """The signature at `offset`; None if there is nothing helpful to show."""
    instruction = snapshot.tree.at(offset)
    while instruction and instruction.inner and offset > instruction.inner.keyword.span.end:
        instruction = instruction.inner
    if instruction is None or not _in_reach(instruction, offset):
        return None
    forms = _forms().get(instruction.name, ())
    before = snapshot.text.slice(Span(instruction.keyword.span.end, offset))
    is_json = _arguments(instruction).startswith("[") and _after_flags(instruction, offset)
    form = next((index for index, form in enumerate(forms) if form.is_json == is_json), None)
    if form is None and forms and not _arguments(instruction):
        form = 0
    if form is None:
        return None
    if instruction.name == "HEALTHCHECK" and instruction.arguments and "NONE".startswith(_first(instruction)):
        form = next(index for index, found in enumerate(forms) if "NONE" in found.label)
    count = len(forms[form].parameters)
    found = _json(before, instruction.name) if forms[form].is_json else _plain(instruction, offset)
    if found is None:
        return None
    if forms[form].is_json and instruction.name in ("COPY", "ADD"):
        found = 1 if found and _is_last(instruction, offset) else 0
    return Signature(forms, form, min(found, count - 1))


def _in_reach(instruction: Instruction, offset: int) -> bool:
    """Whether the cursor is after the keyword on the logical line, outside of comments."""
    if offset <= instruction.keyword.span.end or offset > instruction.start + instruction.unit.head_end:
        return False
    behind = instruction.unit.text[: offset - instruction.start]
    line = behind.rpartition("\n")[0].rstrip()
    if behind.endswith("\n") and not line.endswith(instruction.unit.escape):
        return False
    return not any(comment.span.touches(offset) for comment in instruction.comments)


def _arguments(instruction: Instruction) -> str:
    return instruction.argument_text.lstrip()


def _after_flags(instruction: Instruction, offset: int) -> bool:
    return all(flag.span.end < offset for flag in instruction.flags)


def _plain(instruction: Instruction, offset: int) -> int | None:
    """The index of the parameter in the form without brackets."""
    tokens = instruction.arguments
    done = sum(_is_done(instruction, token.span.end, offset) for token in tokens)
    flagged = instruction.name in ("FROM", "COPY", "ADD", "RUN", "HEALTHCHECK")
    if flagged and (not _after_flags(instruction, offset) or _arguments(instruction)[:2] == "--"):
        return 0
    match instruction.name:
        case "FROM":
            return None if done > 2 else (1 if done == 0 else 2)
        case "COPY" | "ADD":
            if any(token.value.startswith("<<") and token.span.touches(offset) for token in tokens):
                return None
            return 2 if done and (done == len(tokens) or done == len(tokens) - 1) else 1
        case "ENV" | "LABEL":
            key, value = next(
                ((key, value) for key, value in instruction.pairs if key.span.start <= offset <= value.span.end),
                (None, None),
            )
            # In the old form a blank separates a key and a value that is not there yet.
            is_old = instruction.unit.form == "legacy"
            past = is_old and tokens and _is_done(instruction, tokens[0].span.end, offset)
            return 1 if past or (key and value and offset > key.span.end) else 0
        case "ARG" | "EXPOSE" | "USER":
            mark = {"ARG": "=", "EXPOSE": "/", "USER": ":"}[instruction.name]
            if instruction.name == "USER" and done:
                return None
            token = next((token for token in tokens if token.span.touches(offset)), None)
            return 1 if token and mark in token.value[: offset - token.span.start] else 0
        case "RUN" | "CMD" | "ENTRYPOINT" | "SHELL":
            return None if tokens else 1
        case "HEALTHCHECK":
            return 1 if not tokens or (len(tokens) == 1 and _first(instruction) in _TYPES) else None
        case "VOLUME":
            return 0
        case _:
            return None if done or (tokens and instruction.name == "ONBUILD") else 0


_TYPES = frozenset(word[:length] for word in ("CMD", "NONE") for length in range(1, len(word) + 1))
"""The first words of HEALTHCHECK, and their prefixes."""


def _first(instruction: Instruction) -> str:
    return instruction.arguments[0].value.upper()


def _is_done(instruction: Instruction, end: int, offset: int) -> bool:
    """Whether there is a blank, and not only a line break, between a word and the cursor."""
    between = instruction.unit.text[end - instruction.start : max(offset - instruction.start, 0)]
    return end < offset and between.replace(instruction.unit.escape + "\n", "") != ""


def _json(before: str, name: str) -> int | None:
    """The index of the element in an array that may be incomplete; None after its end."""
    rest = _STRING.sub("", before[before.find("[") :])
    return None if "]" in rest else rest.count(",")


def _is_last(instruction: Instruction, offset: int) -> bool:
    text = instruction.unit.text[offset - instruction.start : instruction.unit.head_end]
    inside = text if text[:1] == '"' else text.partition('"')[2] if text.count('"') % 2 else text
    return "," not in _STRING.sub("", inside.partition("]")[0])


@cache
def _forms() -> dict[str, tuple[Form, ...]]:
    table = tomllib.loads((files("dockwright.reference") / "signatures.toml").read_text(encoding="utf-8"))
    return {name: tuple(_form(row) for row in rows) for name, rows in table.items()}


def _form(row: dict[str, object]) -> Form:
    label, spans, done = "", [], 0
    marked = str(row["label"])
    for match in _PARAMETER.finditer(marked):
        label += marked[done : match.start()]
        spans.append(Span(len(label), len(label) + len(match[1])))
        label += match[1]
        done = match.end()
    about = row["about"]
    texts = tuple(str(text) for text in about) if isinstance(about, list) else ()
    return Form(label + marked[done:], tuple(spans), texts, bool(row.get("json", False)))
