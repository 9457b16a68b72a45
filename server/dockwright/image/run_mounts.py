"""The mounts of a RUN with their targets; files written there do not become part of the image."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.image.found import is_below
from dockwright.semantics.mounts import fields, target_of
from dockwright.semantics.stage import Step
from dockwright.semantics.state import DEFAULT_PATH, resolve
from dockwright.text import Span

_DEFAULT_PLACES = {"secret": "/run/secrets", "ssh": "/run/buildkit"}


class Mount(NamedTuple):
    """One --mount."""

    kind: str
    """`bind`, `cache`, `tmpfs`, `secret` or `ssh`."""
    target: str | None
    """The absolute path; None if not known."""
    source: str
    origin: str
    """The value of from=."""
    writable: bool
    span: Span
    """Of the whole flag, in the instruction."""

    def holds(self, path: str) -> bool:
        """Whether a path is, or may be, inside the mount."""
        return self.target is None or path == self.target or is_below(path, self.target)


def may_bring_program(mounts: tuple[Mount, ...], name: str) -> bool:
    """Whether a mount of a RUN may contain a program with this name on PATH."""
    places = [f"{folder}/{name}" for folder in DEFAULT_PATH.split(":")]
    return any(mount.kind != "cache" and any(map(mount.holds, places)) for mount in mounts)


def mounts_of(step: Step, workdir: str | None = None) -> tuple[Mount, ...]:
    """The mounts of a RUN, in order; `workdir` is that of the base, if known."""
    found = []
    for flag in step.instruction.flags if step.instruction.name == "RUN" else ():
        if flag.name != "mount":
            continue
        values = {field.key: field.value for field in fields(step.instruction, flag)}
        kind = values.get("type") or "bind"
        written = target_of(values)
        if written is None and kind in _DEFAULT_PLACES:
            target: str | None = _DEFAULT_PLACES[kind]
        else:
            expanded = step.before.expand(written, step.instruction.unit.escape) if written else None
            target = resolve(step.before.workdir or workdir, expanded)
        writable = kind in ("cache", "tmpfs")
        for key in ("rw", "readwrite"):
            if key in values:
                writable = values[key] in (None, "true", "1")
        for key in ("ro", "readonly"):
            if key in values:
                writable = values[key] not in (None, "true", "1")
        source = values.get("source") or values.get("src") or ""
        found.append(Mount(kind, target, source, values.get("from") or "", writable, flag.span))
    return tuple(found)
