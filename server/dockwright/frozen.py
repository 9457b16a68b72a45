"""`@frozen` declares an immutable value with slots: a dataclass, but declared in a tenth of the time.

Some ninety classes are declared at the start of every command. The standard decorator compiles half a dozen methods for
each and loads `inspect` to do so, which together is the largest part of a short run. msgspec declares them in a tenth
of our time, but takes longer to load than that saves, and its fields are read three times as slowly. Here one method is
compiled; that nobody assigns to a field is checked by mypy and not again at run time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

Kind = TypeVar("Kind", bound=type)
Value = TypeVar("Value")

MISSING: Any = object()
"""The default of a field that has none."""


class Field:
    """A field's default, or what makes one for each value; and what else there is to know of it."""

    __slots__ = ("compare", "default", "default_factory", "metadata")

    def __init__(self, default: Any, default_factory: Any, compare: bool, metadata: Mapping[str, Any]) -> None:
        self.default = default
        self.default_factory = default_factory
        self.compare = compare
        self.metadata = metadata


def field(
    *,
    default: Any = MISSING,
    default_factory: Callable[[], Any] | None = None,
    compare: bool = True,
    metadata: Mapping[str, Any] | None = None,
) -> Any:
    """A field that needs more than a plain default; without `compare` it plays no part in what is equal."""
    return Field(default, default_factory, compare, metadata or {})


@overload
def frozen(kind: Kind) -> Kind: ...
@overload
def frozen(*, eq: bool = True, slots: bool = True) -> Callable[[Kind], Kind]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: Kind | None = None, *, eq: bool = True, slots: bool = True) -> Any:
    """Give a class its fields. Values are equal when all fields are, or, without `eq`, when they are the same object.

    A class with cached properties needs to do without `slots`.
    """
    return _declared(kind, eq, slots) if kind is not None else lambda kind: _declared(kind, eq, slots)


def is_frozen(kind: object) -> bool:
    """Whether a class, or the class of a value, was declared so."""
    return hasattr(kind, "__fields__")


def fields(kind: object) -> dict[str, Field]:
    """The fields of a class, or of a value's class, by name."""
    found: dict[str, Field] = kind.__fields__  # type: ignore[attr-defined]
    return found


def replace(value: Value, /, **changes: Any) -> Value:
    """The same value with other fields."""
    for name in fields(value):
        if name not in changes:
            changes[name] = getattr(value, name)
    return type(value)(**changes)


def _declared(kind: type, eq: bool, slots: bool) -> type:
    body = dict(vars(kind))
    hints = body.get("__annotations__", {})
    names = tuple(name for name in hints if not str(hints[name]).startswith("ClassVar"))
    found = {name: _field(body.pop(name, MISSING)) for name in names}
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    if slots:
        body["__slots__"] = names
    body |= {"__match_args__": names, "__fields__": found, "__init__": _init(found), "__repr__": _repr}
    if eq:
        get = attrgetter(*(name for name in names if found[name].compare))
        body["__eq__"] = lambda self, other: get(self) == get(other) if type(other) is type(self) else NotImplemented
        body["__hash__"] = lambda self: hash(get(self))
    return type(kind)(kind.__name__, kind.__bases__, body)


def _field(default: object) -> Field:
    return default if isinstance(default, Field) else Field(default, None, True, {})


def _init(found: Mapping[str, Field]) -> Any:
    known: dict[str, Any] = {}
    parameters, lines = ["self"], []
    for name, each in found.items():
        own = f"_{name}"
        known[own] = each.default_factory or each.default
        parameters.append(name if known[own] is MISSING else f"{name}={own}")
        value = f"{own}() if {name} is {own} else {name}" if each.default_factory else name
        lines.append(f"    self.{name} = {value}")
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines), known)
    return known["__init__"]


def _repr(self: Any) -> str:
    return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__fields__)})"
