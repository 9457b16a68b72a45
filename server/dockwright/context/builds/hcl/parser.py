"""lark's parser of HCL, with the tables that scripts/hcl.py makes of grammar/hcl.lark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

from lark import Lark, TextSlice, Token, UnexpectedInput, UnexpectedToken
from lark.lark import PostLex

from dockwright.context.builds.hcl.rules import Rules
from dockwright.context.builds.hcl.values import UNKNOWN, Block, Expression, constant

DEEPEST = 40
"""So many brackets within each other."""
MOST_SIGNS = 200
"""So many operators between two commas or line breaks."""
_SIGNS = frozenset({"QMARK", "OR", "AND", "EQUAL", "LESS", "PLUS", "MINUS", "TIMES", "OVER", "REST", "BANG"})
_ENDS = frozenset({"COMMA", "_NL"})
_OPENING = frozenset({"LBRACE", "LPAR", "LSQB", "OPEN"})
_CLOSING = frozenset({"RBRACE", "RPAR", "RSQB", "TRIM"})


def body(text: str, start: int = 0) -> tuple[Block, int | None]:
    """What a file holds from `start` on, and where that is no HCL; what stands before it is in the block."""
    try:
        return _parser().parse(TextSlice(text, start, len(text)), "file"), None  # type: ignore[return-value]
    except UnexpectedInput as error:
        ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        values = error.interactive_parser.parser_state.value_stack  # type: ignore[attr-defined]
        return values[0] if values else Block("", [], 0), None if ended else error.pos_in_stream


def template(written: str) -> Expression:
    """A string of JSON, or the body of a heredoc: plain text with `${...}` in it."""
    if "${" not in written and "%{" not in written:
        return constant(written)
    try:
        return _parser().parse(written, "text")  # type: ignore[return-value]
    except (UnexpectedInput, RecursionError):
        return constant(UNKNOWN)


def _heredoc(token: Token) -> Expression:
    """`<<END` and what follows; `<<-END` takes away what all its lines begin with."""
    begin, _, rest = token.partition("\n")
    text = rest[: rest.rfind("\n") + 1]
    return template(dedent(text) if begin.startswith("<<-") else text)


class _Lines(PostLex):
    """Leaves out line breaks where they mean nothing: within brackets, but those of blocks and maps."""

    always_accept = ("_NL",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        counts = [True]
        signs = 0
        for token in stream:
            kind = token.type
            if kind == "_NL" and not counts[-1]:
                continue
            if kind in _SIGNS:
                signs += 1
            elif kind in _ENDS:
                signs = 0
            elif kind in _OPENING:
                counts.append(kind == "LBRACE")
            elif kind in _CLOSING:
                counts = counts[:-1] or [True]
            elif kind == "_FOR":
                counts[-1] = False
            if len(counts) > DEEPEST or signs > MOST_SIGNS:
                token = Token.new_borrow_pos("TOO_MUCH", "", token)
            yield token


@cache
def _parser() -> Lark:
    tables = Path(__file__).with_name("hcl.json").read_bytes()
    return Lark._load_from_dict(**json.loads(tables, object_hook=_numbered), postlex=_Lines(), transformer=Rules(_heredoc))


def _numbered(entries: dict[str, Any]) -> dict[Any, Any]:
    """An object of JSON with numbers for the names that are numbers."""
    return {int(name) if name.isdigit() else name: value for name, value in entries.items()}
