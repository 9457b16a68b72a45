"""A Dockerfile in another file, and the syntax for writing text into it."""

from __future__ import annotations

from collections.abc import Callable

from dockwright.embedded.mapping import Mapping
from dockwright.frozen import frozen


@frozen
class Style:
    """How text is written into the host."""

    escape: Callable[[str], str]
    """Escapes a text without line breaks."""
    newline: str
    """How a line break is written."""
    indent: str | None = None
    """The prefix of each line; None if line breaks of the host are not part of the Dockerfile."""
    blank: str = ""
    """The prefix of an empty line."""


@frozen
class Embedded:
    """A Dockerfile with an exactly known text."""

    label: str
    """The name of its owner: `service shop`, `target release`, or empty."""
    mapping: Mapping
    style: Style
    value: str = ""
    """The value in the language of the host, by which readers of builds identify it; empty if it defines no build."""

    @property
    def text(self) -> str:
        """The text that the builder gets."""
        return self.mapping.text


@frozen
class Unread:
    """The range of a Dockerfile that is not checked."""

    label: str
    offset: int
    why: str


Found = tuple[list[Embedded], list[Unread]]
