"""What ShellCheck is asked, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dockwright.text import Edit, Span


class Remark(NamedTuple):
    """What ShellCheck says of a text; offsets count characters of the text."""

    code: str
    level: str
    message: str
    span: Span
    edits: tuple[Edit, ...]


class Request(NamedTuple):
    """A text to check, the dialect of its shell, and the variables that are set before it runs."""

    text: str
    dialect: str
    variables: tuple[tuple[str, str | None], ...]
    """Names, and the values that are known: what holds no blank may stand without quotes."""

    @property
    def script(self) -> str:
        """What ShellCheck is given."""
        words = (name if value is None else f"{name}='{value}'" for name, value in self.variables)
        return f"# shellcheck shell={self.dialect}\nexport {' '.join(words)}\n{self.text}\n"


Known = Mapping[Request, tuple[Remark, ...]]


class Remarks:
    """What ShellCheck said so far; a new object whenever it said more, so that findings can be kept by it."""

    def __init__(self, known: Known) -> None:
        self.known = known
