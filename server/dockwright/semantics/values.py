"""Values of flags: which ones BuildKit's typed layer accepts, and how it reads them."""

from __future__ import annotations

import re

from dockwright.lazy import pattern
from dockwright.syntax.language import FlagFacts

_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_PART = pattern(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)")
_TRUE = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})
_SIZE = pattern(r"(\d+(?:\.\d+)?) ?([kmgtp]?)i?b?\Z", re.IGNORECASE)
MILLISECOND = 10**6


def refusal(facts: FlagFacts, value: str) -> str:
    """Why a flag does not accept a value; empty if it does, or if only the build can tell."""
    match facts.kind:
        case "bool":
            if value.lower() not in ("true", "false"):
                return f"Invalid value `{value}` for `--{facts.name}`; use `true` or `false`"
        case "choice":
            if value not in facts.values:
                *others, last = [f"`{one}`" for one in facts.values]
                return f"Invalid value `{value}` for `--{facts.name}`; use {', '.join(others)} or {last}"
        case "duration":
            return _duration_refusal(facts.name, value)
        case "count":
            if not re.fullmatch(r"[+-]?\d+", value) or abs(int(value[:20])) >= 2**31:
                return f"Invalid value `{value}` for `--{facts.name}`; use a whole number"
            if int(value) < 0:
                return f"`--{facts.name}` cannot be negative"
        case "device":
            return device(value)[2]
    return ""


def _duration_refusal(name: str, value: str) -> str:
    nanoseconds = duration(value)
    if nanoseconds is None:
        return f"Invalid duration `{value}`; write a number and a unit, such as `30s` or `1m30s`"
    if nanoseconds != 0 and nanoseconds < MILLISECOND:
        return f"`--{name}` must be 0 or at least 1ms"
    return ""


def duration(value: str) -> int | None:
    """A Go duration in nanoseconds; None if it is invalid."""
    sign, rest = (-1, value[1:]) if value[:1] == "-" else (1, value.removeprefix("+"))
    if rest == "0":
        return 0
    total = 0.0
    at = 0
    while at < len(rest):
        part = _PART.match(rest, at)
        if part is None:
            return None
        total += float(part[1]) * _UNITS[part[2]]
        at = part.end()
    return sign * int(total) if rest else None


def boolean(value: str) -> bool | None:
    """Go's `strconv.ParseBool`; None if it is invalid."""
    return True if value in _TRUE else False if value in _FALSE else None


def size(value: str) -> int | None:
    """A size such as `64m` in bytes, with powers of 1024; None if it is invalid."""
    found = _SIZE.match(value)
    return int(float(found[1]) * 1024 ** " kmgtp".index(found[2].lower() or " ")) if found else None


def device(value: str) -> tuple[str, bool, str]:
    """The name and `required` of `RUN --device=`, and why it is rejected."""
    name, required = "", False
    if not value:
        return name, required, "`--device` needs the name of a device"
    for index, field in enumerate(value.split(",")):
        key, equals, rest = field.partition("=")
        if not equals or (index == 0 and key not in ("name", "required")):
            if key == "required":
                required = True
            elif not name:
                name = field
            else:
                return name, required, f"`{field}` is not a `key=value` pair"
        elif key == "required":
            given = boolean(rest)
            if not rest:
                return name, required, "`required` needs a value; write `required=true`"
            if given is None:
                return name, required, f"Invalid value `{rest}` for `required`; use `true` or `false`"
            required = given
        elif key == "name":
            name = rest
        else:
            return name, required, f"Unknown key `{key}` of `--device`; use `name` and `required`"
    return name, required, ""
