"""The lexer for arguments. It runs the state machine that `scripts/machine.py` generates from `grammar/arguments.lark`.

lark itself is not loaded: that would take longer than everything else in a short run.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Lexeme(NamedTuple):
    """A terminal of the grammar and its range."""

    type: str
    start: int
    end: int


def tokens(family: str, text: str, escape: str) -> list[Lexeme]:
    """The terminals of `text`, read by the rules of a family of instructions; blanks between them are left out."""
    machine = _machines()[escape]
    kept = machine["kept"]
    state: int = machine["starts"][family]
    found: list[Lexeme] = []
    at = 0
    while at < len(text):
        expression, moves = _state(escape, state)
        match = expression.match(text, at)
        if match is None or match.lastgroup is None:
            raise ValueError(f"{family} cannot go on at {at}: {text!r}")
        if match.lastgroup in kept:
            found.append(Lexeme(match.lastgroup, at, match.end()))
        state = moves[match.lastgroup]
        at = match.end()
    return found


@cache
def _state(escape: str, number: int) -> tuple[re.Pattern[str], dict[str, int]]:
    expression, moves = _machines()[escape]["states"][number]
    return re.compile(expression), moves


@cache
def _machines() -> dict[str, Any]:
    machines: dict[str, Any] = json.loads(Path(__file__).with_name("arguments.json").read_bytes())
    return machines
