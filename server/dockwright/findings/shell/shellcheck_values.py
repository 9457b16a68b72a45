"""Input and output of ShellCheck."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dockwright.text import Edit, Span


class Remark(NamedTuple):
    """A remark of ShellCheck; offsets count characters of the script."""

    code: str
    level: str
    message: str
    span: Span
    edits: tuple[Edit, ...]


class Request(NamedTuple):
    """A script to check, its shell dialect, and the variables that are set before it runs."""

    text: str
    dialect: str
    variables: tuple[tuple[str, str | None], ...]
    """Names and known values; a value without blanks may be used unquoted."""

    @property
    def script(self) -> str:
        """The input for ShellCheck."""
        words = (name if value is None else f"{name}='{value}'" for name, value in self.variables)
        return f"# shellcheck shell={self.dialect}\nexport {' '.join(words)}\n{self.text}\n"


Known = Mapping[Request, tuple[Remark, ...]]


class Remarks:
    """The remarks so far; a new object after each answer, so that findings can be cached by it."""

    def __init__(self, known: Known) -> None:
        self.known = known
