"""Expressions that keep their source range: literal strings, lists and maps."""

from __future__ import annotations

from dataclasses import dataclass

from dockwright.context.builds.hcl import operations
from dockwright.context.builds.hcl.values import Expression, Scope, Value
from dockwright.text import Span


@dataclass(frozen=True, slots=True)
class Written:
    """A string that is written literally in the source."""

    value: str
    span: Span

    def __call__(self, scope: Scope) -> Value:
        return self.value


@dataclass(frozen=True, slots=True)
class Items:
    """`[x, y]`."""

    items: tuple[Expression, ...]

    def __call__(self, scope: Scope) -> Value:
        return operations.listed(list(self.items), False)(scope)


@dataclass(frozen=True, slots=True)
class Pairs:
    """`{x = y}`."""

    pairs: tuple[tuple[Expression, Expression], ...]

    def __call__(self, scope: Scope) -> Value:
        return operations.mapped(list(self.pairs))(scope)
