"""The fields of `RUN --mount=`: comma-separated as in CSV, each with its range."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Flag, Token
from dockwright.text import Span


class Field(NamedTuple):
    """`key=value`, or a key alone (`value` is None); `key` is in lower case."""

    key: str
    value: str | None
    span: Span
    value_span: Span


def fields(instruction: Instruction, flag: Flag) -> list[Field]:
    """The fields of a mount flag. If the flag contains quotes or escapes, each has the range of the whole value."""
    value = flag.value or ""
    source = instruction.unit.joined
    plain = flag.value_span.end - flag.value_span.start == len(value) and '"' not in value
    found: list[Field] = []
    at = 0
    for part in _split(value):
        key, equals, rest = part.partition("=")
        if plain:
            start = source.offset(flag.value_span.start - instruction.start) + at
            span = instruction.source_span(start, start + len(part))
            value_span = instruction.source_span(start + len(key) + 1, start + len(part)) if equals else span
        else:
            span = value_span = flag.value_span
        found.append(Field(key.strip().lower(), rest if equals else None, span, value_span))
        at += len(part) + 1
    return found


def from_value(instruction: Instruction, flag: Flag) -> Token | None:
    """The value of `from=` with its range."""
    for field in fields(instruction, flag):
        if field.key == "from" and field.value:
            return Token(field.value, field.value_span)
    return None


def target_of(values: Mapping[str, str | None]) -> str | None:
    """The target of a mount with these fields, which has three names."""
    return values.get("target") or values.get("dst") or values.get("destination")


def secret_id(values: Mapping[str, str | None]) -> str:
    """The id of a secret mount with these fields; by default the file name of its target."""
    return values.get("id") or posixpath.basename(target_of(values) or "")


def _split(value: str) -> list[str]:
    """The fields of one CSV record; quoted fields may contain commas, and a doubled quote is a literal one."""
    found: list[str] = []
    field: list[str] = []
    quoted = False
    index = 0
    while index < len(value):
        character = value[index]
        if character == '"' and (quoted or not field):
            if quoted and value[index + 1 : index + 2] == '"':
                field.append('"')
                index += 1
            else:
                quoted = not quoted
        elif character == "," and not quoted:
            found.append("".join(field))
            field = []
        else:
            field.append(character)
        index += 1
    found.append("".join(field))
    return found
