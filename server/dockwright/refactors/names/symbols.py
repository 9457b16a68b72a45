"""Names that an author gives: stages, variables and heredocs, with every place where each is mentioned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from dockwright.frozen import frozen
from dockwright.text import Span

Role = Literal["write", "read"]


@frozen
class Mention:
    """A place where a name stands; where `by_name` is false it is meant, but not written: a number, a variable."""

    span: Span
    role: Role
    by_name: bool = True
    origin: Span | None = None
    """The definition that reaches a use of a variable."""


@frozen
class Symbol:
    """A name and its mentions in the order of the text."""

    kind: Literal["stage", "variable", "shell", "heredoc"]
    name: str
    mentions: tuple[Mention, ...]
    obstacle: str = ""
    """Why it cannot be renamed at all; empty where it can."""
    in_environment: bool = False
    """Whether it is a variable of the image's environment, where programs find it by its name."""

    def at(self, offset: int) -> Mention | None:
        """The mention under a cursor."""
        return next((mention for mention in self.mentions if mention.span.touches(offset)), None)

    def written(self) -> Iterator[Mention]:
        """The places where the name is defined."""
        return (mention for mention in self.mentions if mention.role == "write")
