"""The results of the rules of grammar/hcl.lark: blocks, and expressions as functions of a scope."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from lark import Token, Transformer, v_args

from dockwright.context.builds.hcl import operations
from dockwright.context.builds.hcl.literals import Items, Pairs, Written
from dockwright.context.builds.hcl.values import UNKNOWN, Attribute, Block, Expression, Value, bounded, constant
from dockwright.lazy import pattern
from dockwright.text import Span

_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None}
_ESCAPE = pattern(r"\\u([0-9A-Fa-f]{4})|\\(.)|([$%])\3\{")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_MOST_DIGITS = 16


class _Hole(NamedTuple):
    """`${...}` in a template, and whether `~` strips the blanks before and after it."""

    value: Expression
    before: bool
    behind: bool


class _Named(NamedTuple):
    """An attribute and its name."""

    name: str
    attribute: Attribute


@v_args(inline=True)
class Rules(Transformer[Token, Block]):
    """One method per rule, or per alternative that the grammar names."""

    def __init__(self, heredoc: Callable[[Token], Expression]) -> None:
        super().__init__()
        self._heredoc = heredoc

    def file(self, body: Block) -> Block:
        return body

    def opened(self) -> Block:
        return Block("", [], 0)

    def same(self, body: Block) -> Block:
        return body

    def grown(self, body: Block, item: Block | _Named) -> Block:
        if isinstance(item, Block):
            body.blocks.append(item)
        else:
            body.attributes.setdefault(item.name, item.attribute)
        return body

    def block(self, kind: Token, *rest: Token | Block | _Named) -> Block:
        found = Block(str(kind), [], (kind.line or 1) - 1)
        for part in rest:
            if isinstance(part, Token):
                found.span = found.span if found.labels else _span(part).shifted(part.type == "QUOTE")
                found.labels.append(str(part))
            elif isinstance(part, Block):
                found.attributes, found.blocks = part.attributes, part.blocks
            else:
                self.grown(found, part)
        return found

    def attribute(self, name: Token, value: Expression) -> _Named:
        return _Named(str(name), Attribute((name.line or 1) - 1, value, _span(name)))

    def quoted(self, opening: Token, text: Token | None = None) -> Token:
        return opening.update(value=_unescaped(text, True) if text else "")

    def condition(self, test: Expression, yes: Expression, no: Expression) -> Expression:
        return operations.condition(test, yes, no)

    def binary(self, left: Expression, sign: Token, right: Expression) -> Expression:
        return operations.binary(str(sign), left, right)

    def negated(self, inner: Expression) -> Expression:
        return operations.negated(inner)

    def negative(self, sign: Token, inner: Expression) -> Expression:
        return operations.binary(str(sign), constant(0), inner)

    def entry(self, of: Expression, key: Expression) -> Expression:
        return operations.entry(of, key)

    def step(self, of: Expression, key: Token) -> Expression:
        if key.type == "NAME":
            return operations.entry(of, constant(str(key)))
        for number in key.split("."):  # for `x.0.1`
            of = operations.entry(of, constant(int(number) if number.isdecimal() else UNKNOWN))
        return of

    def splat(self, of: Expression, sign: Token) -> Expression:
        return constant(UNKNOWN)

    def variable(self, token: Token) -> Expression:
        name = str(token)
        if name in _CONSTANTS:
            return constant(_CONSTANTS[name])
        return lambda scope: scope.value(name) if scope.spend() else UNKNOWN

    def number(self, token: Token) -> Expression:
        return constant(bounded(int(token) if token.isdecimal() and len(token) <= _MOST_DIGITS else float(token)))

    def heredoc(self, token: Token) -> Expression:
        return self._heredoc(token)

    def function(self, *names: Token) -> str:
        return "::".join(names)

    def call(self, name: str, *arguments: Expression | Token) -> Expression:
        values = [each for each in arguments if not isinstance(each, Token)]
        return operations.call(name, operations.listed(values, len(values) < len(arguments)))

    def items(self, *values: Expression) -> Expression:
        return Items(values)

    def pairs(self, *values: tuple[Expression, Expression]) -> Expression:
        return Pairs(values)

    def pair(self, key: Expression, value: Expression) -> tuple[Expression, Expression]:
        return key, value

    def key(self, name: Token) -> Expression:
        return Written(str(name), _span(name))

    def computed(self, key: Expression) -> Expression:
        return key

    def names(self, *names: Token) -> list[str]:
        return [str(name) for name in names]

    def loop(self, names: list[str], over: Expression, value: Expression, only: Expression | None) -> Expression:
        return operations.loop(names, over, value, None, only)

    def loop_of_pairs(
        self, names: list[str], over: Expression, key: Expression, value: Expression, only: Expression | None
    ) -> Expression:
        return operations.loop(names, over, key, value, only)

    def hole(self, opening: Token, value: Expression, trim: Token | None = None) -> _Hole:
        return _Hole(value, opening.endswith("~"), trim is not None)

    def template(self, *parts: Token | _Hole) -> Expression:
        found: list[Expression] = []
        for at, part in enumerate(parts):
            if isinstance(part, _Hole):
                found.append(part.value)
            elif part.type == "DIRECTIVE":
                found.append(constant(UNKNOWN))
            else:
                text = _unescaped(part, part.type == "PLAIN")
                before, behind = parts[at - 1] if at else None, parts[at + 1] if at + 1 < len(parts) else None
                text = text.lstrip() if isinstance(before, _Hole) and before.behind else text
                text = text.rstrip() if isinstance(behind, _Hole) and behind.before else text
                found.append(Written(text, _span(part)) if text == part else constant(text))
        return found[0] if len(found) == 1 else operations.joined(found)


def _span(token: Token) -> Span:
    start = token.start_pos or 0
    return Span(start, start + len(token))


def _unescaped(written: str, escapes: bool) -> str:
    def one(match: re.Match[str]) -> str:
        if match[3]:
            return f"{match[3]}{{"
        if not escapes:
            return match[0]
        return chr(int(match[1], 16)) if match[1] else _ESCAPED.get(match[2], match[2])

    return _ESCAPE.sub(one, written)
