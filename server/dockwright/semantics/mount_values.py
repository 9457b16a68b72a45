"""`RUN --mount=`: its typed value, and the values that BuildKit rejects (instructions/commands_runmount.go)."""

from __future__ import annotations

import re
from collections.abc import Callable

from dockwright.frozen import frozen, replace
from dockwright.semantics import values
from dockwright.semantics.mounts import Field, fields
from dockwright.semantics.suggestions import similar
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Flag, Problem
from dockwright.text import Span

TYPES = ("bind", "cache", "tmpfs", "secret", "ssh")
SHARING = ("shared", "private", "locked")
KEYS = (
    "type", "target", "source", "from", "readonly", "readwrite", "id", "sharing", "mode", "uid", "gid", "required",
    "size", "env",
)  # fmt: skip
_NEVER_EMPTY = ("mode", "uid", "gid", "readonly", "readwrite", "required", "size")
_EMPTY = "Nothing before or after a comma; write `key=value` there or remove the comma"
_ALIASES = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly", "rw": "readwrite"}


@frozen
class Mount:
    """A mount as BuildKit reads it; numbers are None if not given."""

    type: str = "bind"
    source_from: str = ""
    source: str = ""
    target: str = ""
    read_only: bool | None = None
    size: int = 0
    id: str = ""
    sharing: str = ""
    required: bool = False
    env: str | None = None
    mode: int | None = None
    uid: int | None = None
    gid: int | None = None


@frozen
class Read:
    """A mount and its errors; the mount is complete only if there are none."""

    mount: Mount
    problems: tuple[Problem, ...]


class _Refused(Exception):
    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.span = span


Expand = Callable[[str], str | None]
"""A function from a word to its value; None if that is known only during the build."""


def read(instruction: Instruction, flag: Flag, expand: Expand = lambda _: None) -> Read:
    """The mount of a `--mount` flag; fields with unknown values are left out."""
    mount = Mount()
    try:
        for field in fields(instruction, flag):
            mount = _with(mount, field, expand)
        return Read(_finished(mount), ())
    except _Refused as refused:
        return Read(mount, (Problem("invalid-mount", str(refused), refused.span or flag.value_span),))


def _with(mount: Mount, field: Field, expand: Expand) -> Mount:
    key = _ALIASES.get(field.key, field.key)
    value = field.value
    if not key:
        missing = "Missing name before `=`" if field.span.end > field.span.start else _EMPTY
        raise _Refused(missing, field.span)
    if value is None:
        if key in ("readonly", "readwrite"):
            return replace(mount, read_only=key == "readonly")
        if key != "required":
            raise _Refused(f"`{field.key}` needs a value; write `{field.key}=value`", field.span)
        value = "true"
    if key == "from" and re.search(r"\$.", value):
        raise _Refused("`from` takes no variables; use the name of a stage that is FROM the variable", field.span)
    if key != "from" and "$" in value:
        value = expand(value)
        if value is None:
            return mount
    if not value and key in _NEVER_EMPTY:
        raise _Refused(f"`{field.key}` needs a value; write `{field.key}=value`", field.span)
    match key:
        case "type":
            if not value:
                raise _Refused("`type` needs a value; use bind, cache, tmpfs, secret or ssh", field.span)
            if value.lower() not in TYPES:
                raise _Refused(f"Unknown mount type `{value}`; use {', '.join(TYPES[:-1])} or ssh", field.value_span)
            return replace(mount, type=value.lower())
        case "from":
            return replace(mount, source_from=value)
        case "source":
            return replace(mount, source=value)
        case "target":
            return replace(mount, target=value)
        case "readonly":
            return replace(mount, read_only=_boolean(field, value))
        case "readwrite":
            return replace(mount, read_only=not _boolean(field, value))
        case "id":
            return replace(mount, id=value)
        case "sharing":
            if not value:
                raise _Refused("`sharing` needs a value; use shared, private or locked", field.span)
            if value.lower() not in SHARING:
                raise _Refused(f"Invalid sharing `{value}`; use {', '.join(SHARING[:-1])} or locked", field.value_span)
            return replace(mount, sharing=value.lower())
        case "mode":
            return replace(mount, mode=_number(field, value, 8))
        case "uid":
            return replace(mount, uid=_number(field, value, 10))
        case "gid":
            return replace(mount, gid=_number(field, value, 10))
    return _for_some_types(mount, key, field, value)


def _for_some_types(mount: Mount, key: str, field: Field, value: str) -> Mount:
    needs = {"required": ("secret", "ssh"), "size": ("tmpfs",), "env": ("secret",)}.get(key)
    if needs is None:
        meant = similar(field.key, KEYS)
        raise _Refused(f"Unknown mount key `{field.key}`" + (f"; did you mean `{meant}`?" if meant else ""), field.span)
    if mount.type not in needs:
        types = " or ".join(f"`{one}`" for one in needs)
        message = f"`{key}` is for mounts of type {types}, and this is `{mount.type}` so far; put `type` first"
        raise _Refused(message, field.span)
    if key == "required":
        return replace(mount, required=_boolean(field, value))
    if key == "env":
        return replace(mount, env=value)
    found = values.size(value)
    if found is None:
        raise _Refused(f"`{value}` is not a size; write a number and a unit, such as `64m`", field.value_span)
    return replace(mount, size=found)


def _boolean(field: Field, value: str) -> bool:
    found = values.boolean(value)
    if found is None:
        raise _Refused(f"`{field.key}` must be true or false, not `{value}`", field.value_span)
    return found


def _number(field: Field, value: str, base: int) -> int:
    digits = "[0-7]" if base == 8 else "[0-9]"
    if not re.fullmatch(digits + "{1,12}", value) or int(value, base) >= 2**32:
        kind = "an octal number" if base == 8 else "a number"
        raise _Refused(f"`{field.key}` must be {kind}, not `{value}`", field.value_span)
    return int(value, base)


def _finished(mount: Mount) -> Mount:
    if mount.type in ("bind", "tmpfs"):
        for key in ("mode", "uid", "gid"):
            if getattr(mount, key) is not None:
                raise _Refused(f"`{key}` is not for mounts of type `{mount.type}`")
    if mount.sharing and mount.type != "cache":
        raise _Refused(f"`sharing` is for mounts of type `cache`, and this is `{mount.type}`")
    if mount.type == "secret":
        if mount.source_from:
            raise _Refused("A secret comes from the build, so it takes no `from`")
        if not (mount.source or mount.target or mount.id):
            raise _Refused("A secret needs an `id` or a `target`")
        if mount.source and mount.id:
            raise _Refused("`source` and `id` of a secret mean the same; use one")
    if mount.read_only is None:
        return replace(mount, read_only=mount.type not in ("cache", "tmpfs"))
    return mount
