"""The values of HCL expressions: plain Python values, and one for unknown; evaluation steps are limited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dockwright.text import Span

NOWHERE = Span(0, 0)
LONGEST = 100_000
"""Maximum length of a string."""
MOST_ITEMS = 10_000
MOST_WORK = 200_000
"""Maximum number of evaluation steps in one file; after that, all values are unknown."""
_LARGEST_NUMBER = 10**15


class Unknown:
    """A value that is known only during the build, or an unsupported one."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN = Unknown()
Value = Any
"""None, bool, int, float, str, a list or dict of values, or UNKNOWN."""


class Scope:
    """The names that an expression may use, evaluated on first use."""

    def __init__(
        self,
        names: dict[str, Callable[[Scope], Value]],
        functions: dict[str, Callable[..., Value]],
        above: Scope | None = None,
    ) -> None:
        self.names = names
        self.functions = functions
        self._known: dict[str, Value] = {}
        self._above = above
        self._work: list[int] = above._work if above else [MOST_WORK]

    def within(self, values: Mapping[str, Value]) -> Scope:
        """A nested scope with additional known values."""
        scope = Scope({}, self.functions, self)
        scope._known.update(values)
        return scope

    def value(self, name: str) -> Value:
        """The value of a name; unknown if it is undefined or refers to itself."""
        if name in self._known:
            return self._known[name]
        if name not in self.names:
            return self._above.value(name) if self._above else UNKNOWN
        self._known[name] = UNKNOWN  # a variable that refers to itself
        found = self._known[name] = self.names[name](self)
        return found

    def spend(self) -> bool:
        """Count a step; False when the limit is reached."""
        self._work[0] -= 1
        return self._work[0] > 0


Expression = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value that is not evaluated yet."""

    line: int
    """From 0."""
    value: Expression
    span: Span = NOWHERE
    """The range of its name."""


@dataclass(slots=True)
class Block:
    """`kind "label" { ... }`; a file is a block without a kind."""

    kind: str
    labels: list[str]
    line: int
    span: Span = NOWHERE
    """The range of its first label."""
    attributes: dict[str, Attribute] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    whole: bool = True
    """Whether all of the text was read; of a file."""


def constant(value: Value) -> Expression:
    """An expression with a constant value."""
    return lambda scope: value


def bounded(value: Value) -> Value:
    """The value, or unknown if it is too large."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST else UNKNOWN
    if isinstance(value, (list, dict)):
        return value if len(value) <= MOST_ITEMS else UNKNOWN
    if isinstance(value, (int, float)) and not -_LARGEST_NUMBER < value < _LARGEST_NUMBER:
        return UNKNOWN
    return value


def text(value: Value) -> Value:
    """A value as a string, or unknown if it cannot be one."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (int, float)) else UNKNOWN


def equal(left: Value, right: Value) -> Value:
    """Whether two values are equal, as far as they are known and simple."""
    simple = (type(None), bool, int, float, str)
    if not isinstance(left, simple) or not isinstance(right, simple):
        return UNKNOWN if type(left) is type(right) or UNKNOWN in (left, right) else False
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return bool(left == right)
