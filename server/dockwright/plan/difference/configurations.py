"""Changes of an image's configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from dockwright.plan.value import GROUPS, SINGLE, UNSET, Configuration, Value


class Change(NamedTuple):
    """A value of the configuration before and after; for an added or removed entry, one is not set."""

    name: str
    """`User`, or `Env PATH` for an entry."""
    before: Value
    after: Value


def changes(before: Configuration, after: Configuration) -> Iterator[Change]:
    """The values that differ."""
    for name in SINGLE:
        old, new = before.values[name], after.values[name]
        if differ(old, new) and not (name == "WorkingDir" and _is_root(old) and _is_root(new)):
            yield Change(name, old, new)
    for name in GROUPS:
        group, other = before.groups[name], after.groups[name]
        for key in [*group.entries, *(key for key in other.entries if key not in group.entries)]:
            was, now = group.entries.get(key, UNSET), other.entries.get(key, UNSET)
            if differ(was, now):
                yield Change(f"{name} {key}", was, now)
        if group.more != other.more:
            yield Change(
                f"{name} (others)", Value(None, "base", depends=group.more), Value(None, "base", depends=other.more)
            )
    first, second = [_trigger(each) for each in before.triggers], [_trigger(each) for each in after.triggers]
    if first != second:
        yield Change("OnBuild", _listed(before), _listed(after))


def _is_root(folder: Value) -> bool:
    """Whether containers start in `/`, which they do without a folder as well."""
    return folder.is_known and folder.value in (None, "", "/")


def differ(before: Value, after: Value) -> bool:
    """Whether two values certainly differ."""
    if before.is_known != after.is_known:
        return True
    if not before.is_known:
        return (before.depends, before.written) != (after.depends, after.written)
    return (before.value or None) != (after.value or None) or (before.value is None) != (after.value is None)


def _trigger(value: Value) -> Any:
    """An ONBUILD with its keyword in upper case."""
    return re.sub(r"^\w+", lambda word: word[0].upper(), str(value.value))


def _listed(found: Configuration) -> Value:
    line = found.triggers[-1].line if found.triggers else None
    return Value([value.value for value in found.triggers], "line" if line else "unset", line)
