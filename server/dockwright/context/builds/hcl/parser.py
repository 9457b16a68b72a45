"""lark's parser for HCL, with tables that scripts/hcl.py generates from grammar/hcl.lark."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any, cast

from lark import Lark, TextSlice, Token, UnexpectedInput, UnexpectedToken
from lark.lark import PostLex
from lark.parsers.lalr_interactive_parser import InteractiveParser

from dockwright.context.builds.hcl.rules import Rules
from dockwright.context.builds.hcl.values import UNKNOWN, Block, Expression, constant

DEEPEST = 40
"""Maximum nesting of brackets."""
MOST_SIGNS = 200
"""Maximum number of operators between two commas or line breaks."""
_SIGNS = frozenset({"QMARK", "OR", "AND", "EQUAL", "LESS", "PLUS", "MINUS", "TIMES", "OVER", "REST", "BANG"})
_ENDS = frozenset({"COMMA", "_NL"})
_OPENING = frozenset({"LBRACE", "LPAR", "LSQB", "OPEN", "QUOTE"})
_ONE_LINE = frozenset({"LPAR", "LSQB", "OPEN", "_FOR"})
"""Tokens inside which line breaks are ignored."""
_CLOSING = frozenset({"RBRACE", "RPAR", "RSQB", "TRIM"})


def body(text: str, start: int = 0) -> tuple[Block, int | None]:
    """Parse a file from `start` on; returns the block with everything before the first error, and the offset of the
    error.
    """
    try:
        whole: Any = _parser().parse(TextSlice(text, start, len(text)), "file")
        return whole, None
    except UnexpectedInput as error:
        rest: InteractiveParser = error.interactive_parser
        ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        with suppress(UnexpectedInput):
            if not ended:
                rest.feed_token(Token("_NL", "\n"))
            for _ in range(DEEPEST if ended else 0):  # unclosed blocks
                rest.feed_token(Token("RBRACE", "}"))
        stack = rest.parser_state.value_stack
        found = stack[0] if stack else Block("", [], 0)
        found.whole = False
        return found, None if ended else error.pos_in_stream


def template(written: str) -> Expression:
    """Parse a JSON string or the body of a heredoc: plain text with `${...}` in it."""
    if "${" not in written and "%{" not in written:
        return constant(written)
    try:
        found: Any = _parser().parse(written, "text")
    except (UnexpectedInput, RecursionError):
        return constant(UNKNOWN)
    return cast("Expression", found)


def _heredoc(token: Token) -> Expression:
    """`<<END`, or `<<-END`, which removes the common indentation."""
    begin, _, rest = token.partition("\n")
    text = rest[: rest.rfind("\n") + 1]
    return template(dedent(text) if begin.startswith("<<-") else text)


class _Lines(PostLex):
    """Drops line breaks inside brackets, where they have no meaning; in blocks, maps and quotes they are kept."""

    always_accept = ("_NL",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        around = [""]
        signs = 0
        for token in stream:
            kind = token.type
            if kind == "_NL" and around[-1] in _ONE_LINE:
                continue
            if kind in _SIGNS:
                signs += 1
            elif kind in _ENDS:
                signs = 0
            elif kind in _CLOSING or (kind == "QUOTE" and around[-1] == "QUOTE"):
                around = around[:-1] or [""]
            elif kind in _OPENING:
                around.append(kind)
            elif kind == "_FOR":
                around[-1] = kind
            if len(around) > DEEPEST or signs > MOST_SIGNS:
                token = Token.new_borrow_pos("TOO_MUCH", "", token)
            yield token


@cache
def _parser() -> Lark:
    tables = json.loads(Path(__file__).with_name("hcl.json").read_bytes(), object_hook=_numbered)
    load: Callable[..., Lark] = Lark._load_from_dict  # like the stand-alone parsers that lark generates
    return load(**tables, postlex=_Lines(), transformer=Rules(_heredoc))


def _numbered(entries: dict[str, Any]) -> dict[Any, Any]:
    """A JSON object with numeric keys converted to numbers."""
    return {int(name) if name.isdigit() else name: value for name, value in entries.items()}
