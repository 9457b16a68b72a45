"""`@frozen` declares an immutable class with slots: like a dataclass, but in a tenth of the time.

About ninety classes are declared at the start of every command. The standard decorator compiles half a dozen methods
for each and imports `inspect`, which together is the largest part of a short run. msgspec takes a tenth of our time,
but loading it takes longer than that saves, and reading its fields is three times as slow. Here one method is compiled
per class. Assignments to fields are rejected by mypy, not at run time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

Kind = TypeVar("Kind", bound=type)
Value = TypeVar("Value")

MISSING: Any = object()
"""Default of a field without a default."""


class Field:
    """A field: its default or default factory, and its options."""

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
    """Declare a field with options; with `compare=False` it is ignored by equality."""
    return Field(default, default_factory, compare, metadata or {})


@overload
def frozen(kind: Kind) -> Kind: ...
@overload
def frozen(*, eq: bool = True, slots: bool = True) -> Callable[[Kind], Kind]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: Kind | None = None, *, eq: bool = True, slots: bool = True) -> Any:
    """Declare a class as frozen. Values are equal if all fields are, or without `eq` if they are the same object.

    A class with cached properties has to be declared with `slots=False`.
    """
    return _declared(kind, eq, slots) if kind is not None else lambda kind: _declared(kind, eq, slots)


def is_frozen(kind: object) -> bool:
    """Whether a class, or the class of a value, is declared with `frozen`."""
    return hasattr(kind, "__fields__")


def fields(kind: object) -> dict[str, Field]:
    """The fields of a class or of the class of a value, by name."""
    found: dict[str, Field] = kind.__fields__  # type: ignore[attr-defined]
    return found


def replace(value: Value, /, **changes: Any) -> Value:
    """Return a copy with some fields changed."""
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
