"""A value of an image's configuration: what it is, where it comes from, or what it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from dockwright.frozen import frozen

Origin = Literal["line", "base", "builder", "option", "unset"]
"""An instruction, the base image, what BuildKit puts in by itself, an option of the build; or it is not set."""


class Value(NamedTuple):
    """A value as OCI writes it; None where it is not set, or not known."""

    value: Any
    origin: Origin
    line: int | None = None
    """The line of the instruction that says so, from 1."""
    depends: str = ""
    """What the value depends on that is not known; empty where it is known."""

    written: str = ""
    """The text of a value that is not known."""

    likely: Any = None
    """What a value is in all recorded tags of the base image, where its own tag is not recorded; else None."""

    @property
    def is_known(self) -> bool:
        """Whether the value is what the built image has."""
        return not self.depends


UNSET = Value(None, "unset")


@frozen
class Group:
    """Entries by name, and why there may be more of them; empty where these are all."""

    entries: Mapping[str, Value]
    more: str = ""


@frozen
class Configuration:
    """The configuration of an image, by OCI's names."""

    values: Mapping[str, Value]
    """Entrypoint, Cmd, User, WorkingDir, StopSignal, Healthcheck, Shell, Author, Os and Architecture."""
    groups: Mapping[str, Group]
    """Env, ExposedPorts, Volumes and Labels."""
    triggers: tuple[Value, ...] = ()
    """OnBuild."""
    more_triggers: str = ""
    """Why there may be more of them."""


SINGLE = (
    "Entrypoint",
    "Cmd",
    "User",
    "WorkingDir",
    "StopSignal",
    "Healthcheck",
    "Shell",
    "Author",
    "Os",
    "Architecture",
)
GROUPS = ("Env", "ExposedPorts", "Volumes", "Labels")
