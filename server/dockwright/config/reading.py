"""Parses user settings into a `Config` without coercion; invalid values are reported and keep their default."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from dockwright.config.legacy import with_known_names
from dockwright.config.model import Config, Table
from dockwright.frozen import fields, is_frozen, replace

Record = TypeVar("Record")

CLIENT_ONLY = frozenset({"trace", "server", "python", "importstrategy", "path", "interpreter", "neighbours"})
"""Settings of editor extensions that are sent in the same section and do not concern the server."""


FILE_ONLY = tuple(name for name, field in fields(Config).items() if field.metadata.get("file_only"))
"""Settings that are read from files and not from editors."""

_USUAL = Config()
_ADDED = frozenset({"overrides"})
"""Lists that are added to those of lower settings, rather than taking their place."""


class Problem(NamedTuple):
    """A setting that is invalid or unknown."""

    path: str
    message: str
    place: str = ""
    """The extended file that it is in, if not in the file itself."""
    meant: str = ""
    """The name that was probably meant, if the message proposes one."""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def unknown_name(path: str, what: str, meant: str) -> Problem:
    """A name that nothing has, and the one that was probably meant; empty for none."""
    return Problem(path, what + (f"; did you mean `{meant}`?" if meant else ""), meant=meant)


class _Bad(ValueError):
    """The value has the wrong type; the text names the right one."""


def read(mapping: object, lower: Config = _USUAL) -> tuple[Config, tuple[Problem, ...]]:
    """The settings that `mapping` holds, over those of `lower`, and what is wrong with it.

    Names may be written as in editors (`trustedRegistries`), as in TOML (`trusted-registries`) or as in Python; dotted
    names refer to nested settings. A value of None counts as absent.
    """
    if mapping is None:
        return lower, ()
    if not isinstance(mapping, Mapping):
        return lower, (Problem("settings", f"expected a table of settings, got {_shown(mapping)}"),)
    problems: list[Problem] = []
    config = _record(Config, _nested(with_known_names(mapping)), "", problems, lower)
    return config, tuple(problems)


def layered(lower: Record, upper: Record) -> Record:
    """Combine two configurations: values of `upper` that differ from the default win; tables are merged.

    Some editors send all settings, so a value that equals the default counts as not set.
    """
    default = type(upper)()
    changes: dict[str, Any] = {}
    for name in fields(upper):
        low, high = getattr(lower, name), getattr(upper, name)
        if high == getattr(default, name):
            continue
        if isinstance(high, Table):
            changes[name] = low.over(high)
        elif is_frozen(high):
            changes[name] = layered(low, high)
        else:
            changes[name] = high
    return replace(lower, **changes) if changes else lower


def camel(name: str) -> str:
    """Convert `inlay_hints` to `inlayHints`, as in editors."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _record(
    kind: type[Record],
    mapping: Mapping[object, object],
    path: str,
    problems: list[Problem],
    lower: Record | None = None,
) -> Record:
    hints = _hints(kind)  # type: ignore[arg-type]
    by_name = {_plain(name): name for name in hints}
    values: dict[str, Any] = {}
    for key, value in mapping.items():
        where = f"{path}.{key}" if path else str(key)
        name = by_name.get(_plain(str(key)))
        if name is None:
            if path or _plain(str(key)) not in CLIENT_ONLY:
                given = {by_name.get(_plain(str(other))) for other in mapping}
                problems.append(_unknown(where, str(key), (hint for hint in hints if hint not in given)))
        elif value is not None:
            try:
                below = getattr(lower, name) if lower is not None else None
                is_lone = isinstance(value, str) and fields(kind)[name].metadata.get("or_text")
                values[name] = _value(hints[name], [value] if is_lone else value, where, problems, below)
                _check_limits(kind, name, values[name])
                if name in _ADDED and below:
                    values[name] = (*below, *values[name])
            except _Bad as bad:
                values.pop(name, None)
                problems.append(Problem(where, f"{bad}, got {_shown(value)}; the default is used"))
    return replace(lower, **values) if lower is not None else kind(**values)


def _value(hint: Any, value: object, path: str, problems: list[Problem], lower: Any = None) -> Any:
    origin = get_origin(hint)
    if hint in (bool, int, str):
        if type(value) is not hint:
            raise _Bad({bool: "expected true or false", int: "expected a whole number", str: "expected text"}[hint])
        return value
    if origin is Literal:
        if not isinstance(value, str) or value not in get_args(hint):
            raise _Bad("expected one of " + ", ".join(get_args(hint)))
        return value
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise _Bad("expected a list")
        indexed = ((f"{path}[{index}]", item) for index, item in enumerate(value))
        return tuple(item for _, item in _items(get_args(hint)[0], indexed, problems))
    if origin is Table:
        if not isinstance(value, Mapping):
            raise _Bad("expected a table")
        entries = {f"{path}.{key}": str(key) for key in value}
        found = _items(get_args(hint)[0], ((f"{path}.{key}", item) for key, item in value.items()), problems)
        table = Table({entries[where]: item for where, item in found})
        return lower.over(table) if lower else table
    if isinstance(hint, type) and is_frozen(hint):
        if not isinstance(value, Mapping):
            raise _Bad("expected a table")
        return _record(hint, value, path, problems, lower)
    raise TypeError(f"no reader for {hint}")


def _items(hint: Any, items: Iterable[tuple[str, object]], problems: list[Problem]) -> Iterable[tuple[str, Any]]:
    """The valid items; invalid ones are reported and left out."""
    for where, item in items:
        try:
            yield where, _value(hint, item, where, problems)
        except _Bad as bad:
            problems.append(Problem(where, f"{bad}, got {_shown(item)}; ignored"))


def _check_limits(kind: type[Any], name: str, value: object) -> None:
    limits = fields(kind)[name].metadata
    if isinstance(value, int) and "minimum" in limits and not limits["minimum"] <= value <= limits["maximum"]:
        raise _Bad(f"expected a number from {limits['minimum']} to {limits['maximum']}")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    described = fields(kind)
    return {name: _required(hint) for name, hint in get_type_hints(kind).items() if described[name].metadata}


def _required(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _nested(mapping: Mapping[object, object]) -> dict[object, object]:
    """Convert `{"format.indent": 2}` to `{"format": {"indent": 2}}`; names below `rules` may contain dots."""
    result: dict[object, object] = {}
    for key, value in mapping.items():
        head, dot, rest = str(key).partition(".")
        below = result.get(head)
        if dot:
            result[head] = {**(below if isinstance(below, Mapping) else {}), rest: value}
        elif isinstance(below, Mapping) and isinstance(value, Mapping):
            result[head] = {**below, **value}
        else:
            result[head] = value
    return result


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _unknown(path: str, name: str, hints: Iterable[str]) -> Problem:
    from difflib import get_close_matches

    close = get_close_matches(camel(name.replace("-", "_")), [camel(hint) for hint in hints], 1)
    return unknown_name(path, "unknown setting", close[0] if close else "")


def _shown(value: object) -> str:
    shown = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else repr(value)
    return str(shown) if len(str(shown)) <= 60 else f"{str(shown)[:57]}..."
