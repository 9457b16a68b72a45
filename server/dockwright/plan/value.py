"""A value of an image's configuration: the value with its origin, or what it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from dockwright.frozen import frozen

Origin = Literal["line", "base", "builder", "option", "unset"]
"""An instruction, the base image, a default of BuildKit, an option of the build; or it is not set."""


class Value(NamedTuple):
    """A value as OCI writes it; None if it is not set or not known."""

    value: Any
    origin: Origin
    line: int | None = None
    """The line of the instruction that sets it, from 1."""
    depends: str = ""
    """What an unknown value depends on; empty if it is known."""

    written: str = ""
    """The text of an unknown value."""

    likely: Any = None
    """The value in all recorded tags of the base image, if its own tag is not recorded; else None."""

    @property
    def is_known(self) -> bool:
        """Whether it is the value in the built image."""
        return not self.depends


UNSET = Value(None, "unset")


@frozen
class Group:
    """Entries by name, and the reason if there may be others; empty if the list is complete."""

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
