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
        if differ(before.values[name], after.values[name]):
            yield Change(name, before.values[name], after.values[name])
    for name in GROUPS:
        old, new = before.groups[name], after.groups[name]
        for key in [*old.entries, *(key for key in new.entries if key not in old.entries)]:
            was, now = old.entries.get(key, UNSET), new.entries.get(key, UNSET)
            if differ(was, now):
                yield Change(f"{name} {key}", was, now)
        if old.more != new.more:
            yield Change(
                f"{name} (others)", Value(None, "base", depends=old.more), Value(None, "base", depends=new.more)
            )
    first, second = [_trigger(each) for each in before.triggers], [_trigger(each) for each in after.triggers]
    if first != second:
        yield Change("OnBuild", _listed(before), _listed(after))


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
