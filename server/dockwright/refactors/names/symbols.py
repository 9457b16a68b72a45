"""Names that an author chooses (stages, variables, heredocs), with all mentions of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from dockwright.frozen import frozen
from dockwright.text import Span

Role = Literal["write", "read"]


@frozen
class Mention:
    """A mention of a name; if `by_name` is false, it is not written literally: a number, a variable."""

    span: Span
    role: Role
    by_name: bool = True
    origin: Span | None = None
    """The definition that a use of a variable refers to."""


@frozen
class Symbol:
    """A name and its mentions in text order."""

    kind: Literal["stage", "variable", "shell", "heredoc"]
    name: str
    mentions: tuple[Mention, ...]
    obstacle: str = ""
    """Why it cannot be renamed at all; empty if it can."""
    in_environment: bool = False
    """Whether it is an environment variable of the image, which programs find by its name."""

    def at(self, offset: int) -> Mention | None:
        """The mention under a cursor."""
        return next((mention for mention in self.mentions if mention.span.touches(offset)), None)

    def written(self) -> Iterator[Mention]:
        """The definitions of the name."""
        return (mention for mention in self.mentions if mention.role == "write")
