"""A Dockerfile in another file, and how text is written into it."""

from __future__ import annotations

from collections.abc import Callable

from dockwright.embedded.mapping import Mapping
from dockwright.frozen import frozen


@frozen
class Style:
    """How text is written where the Dockerfile stands."""

    escape: Callable[[str], str]
    """What stands for a text without line breaks."""
    newline: str
    """What stands for a line break."""
    indent: str | None = None
    """What each line begins with; None where line breaks of the host are none of the Dockerfile."""
    blank: str = ""
    """What an empty line begins with."""


@frozen
class Embedded:
    """A Dockerfile whose text is known exactly."""

    label: str
    """Whose it is: `service shop`, `target release`, or nothing."""
    mapping: Mapping
    style: Style
    value: str = ""
    """What the language of the file makes of it, and readers of builds know it by; empty where it is no build."""

    @property
    def text(self) -> str:
        """What the builder gets."""
        return self.mapping.text


@frozen
class Unread:
    """A place where a Dockerfile stands that is not looked at."""

    label: str
    offset: int
    why: str


Found = tuple[list[Embedded], list[Unread]]
