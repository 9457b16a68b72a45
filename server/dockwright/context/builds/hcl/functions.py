"""The functions of Bake files that are implemented here; a call of any other is unknown."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Callable, Mapping

from dockwright.context.builds.hcl.values import LONGEST, MOST_ITEMS, UNKNOWN, Unknown, Value, equal, text


def _known(function: Callable[..., Value]) -> Callable[..., Value]:
    """Make a function return unknown if an argument is unknown."""
    return lambda *values: UNKNOWN if any(isinstance(value, Unknown) for value in values) else function(*values)


def _coalesce(*values: Value) -> Value:
    for value in values:
        if value is UNKNOWN or (value is not None and value != ""):
            return value
    return None


def _replace(whole: str, old: str, new: str) -> Value:
    if len(old) > 2 and old[0] == old[-1] == "/":
        return UNKNOWN  # an expression
    return UNKNOWN if (len(whole) + 1) * (len(new) + 1) > LONGEST * 10 else whole.replace(old, new)


def _format(written: str, *values: Value) -> Value:
    pieces = re.split(r"(%%|%[svdq])", written)
    waiting = iter(values)
    out = []
    for piece in pieces:
        if piece == "%%":
            out.append("%")
        elif piece in ("%s", "%v", "%d", "%q"):
            shown = text(next(waiting, UNKNOWN))
            out.append(f'"{shown}"' if piece == "%q" else shown)
        elif "%" in piece:
            return UNKNOWN
        else:
            out.append(piece)
    return "".join(out)  # an unknown value is not a string and fails here


def _substring(whole: str, offset: int, length: int) -> str:
    return whole[offset:][: length if length >= 0 else None]


def _flat(values: list[Value]) -> Value:
    found: list[Value] = []
    for value in values:
        found += value if isinstance(value, list) else [value]
        if len(found) > MOST_ITEMS or any(isinstance(inner, list) for inner in value if isinstance(value, list)):
            return UNKNOWN
    return found


def _product(*lists: list[Value]) -> Value:
    return [list(one) for one in itertools.islice(itertools.product(*lists), MOST_ITEMS)]


def _range(*limits: int) -> Value:
    return list(range(*limits)) if len(range(*limits)) <= MOST_ITEMS else UNKNOWN


def _merged(*maps: dict[str, Value] | None) -> dict[str, Value]:
    return {key: value for one in maps if one is not None for key, value in one.items()}


def _is_in(values: list[Value], wanted: Value) -> Value:
    answers = [equal(value, wanted) for value in values]
    return True if True in answers else UNKNOWN if UNKNOWN in answers else False


def _not_equal(left: Value, right: Value) -> Value:
    same = equal(left, right)
    return same if same is UNKNOWN else not same


def _lookup(values: dict[str, Value], key: str, *default: Value) -> Value:
    return values.get(key, *default) if default else values[key]


def _joined(separator: str, *lists: list[Value]) -> Value:
    return separator.join(item for one in lists for item in one)


def _distinct(values: list[Value]) -> Value:
    return list(dict.fromkeys(values))


_OF_KNOWN: Mapping[str, Callable[..., Value]] = {
    "and": lambda one, other: one and other if isinstance(one, bool) else UNKNOWN,
    "basename": posixpath.basename,
    "chomp": lambda whole: whole.rstrip("\r\n"),
    "compact": lambda values: [value for value in values if value not in ("", None)],
    "concat": lambda *lists: [item for one in lists for item in one],
    "contains": _is_in,
    "dirname": posixpath.dirname,
    "distinct": _distinct,
    "element": lambda values, at: values[at % len(values)],
    "equal": equal,
    "flatten": _flat,
    "format": _format,
    "formatlist": lambda written, values: [_format(written, value) for value in values],
    "index": lambda values, at: values[at],
    "join": _joined,
    "keys": lambda values: sorted(values),
    "length": len,
    "lookup": _lookup,
    "lower": lambda whole: whole.lower(),
    "merge": _merged,
    "not": lambda value: not value if isinstance(value, bool) else UNKNOWN,
    "notequal": _not_equal,
    "or": lambda one, other: one or other if isinstance(one, bool) else UNKNOWN,
    "range": _range,
    "replace": _replace,
    "reverse": lambda values: values[::-1] if isinstance(values, list) else UNKNOWN,
    "reverselist": lambda values: values[::-1] if isinstance(values, list) else UNKNOWN,
    "sanitize": lambda whole: re.sub(r"[^a-zA-Z0-9_-]", "_", whole),
    "setproduct": _product,
    "setunion": lambda *lists: _distinct([item for one in lists for item in one]),
    "slice": lambda values, start, end=None: values[start:end],
    "sort": sorted,
    "split": lambda separator, whole: whole.split(separator),
    "startswith": lambda whole, start: whole.startswith(start),
    "endswith": lambda whole, end: whole.endswith(end),
    "strlen": len,
    "substr": _substring,
    "title": lambda whole: whole.title(),
    "tostring": text,
    "trim": lambda whole, marks: whole.strip(marks),
    "trimprefix": lambda whole, start: whole.removeprefix(start),
    "trimspace": lambda whole: whole.strip(),
    "trimsuffix": lambda whole, end: whole.removesuffix(end),
    "upper": lambda whole: whole.upper(),
    "values": lambda values: [values[key] for key in sorted(values)],
    "zipmap": lambda keys, values: dict(zip(keys, values, strict=True)),
}
FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "coalesce": _coalesce,
    **{name: _known(function) for name, function in _OF_KNOWN.items()},
}
"""By name: HashiCorp's standard functions and Bake's own."""
