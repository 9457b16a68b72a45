"""Parser directives at the head of a file: `# syntax=`, `# escape=`, `# check=` (parser/directives.go)."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockwright.lazy import pattern
from dockwright.syntax.nodes import Gap, Problem, Token
from dockwright.text import Span

NAMES = ("syntax", "escape", "check")


class Directive(NamedTuple):
    """`# name=value`; `name` is in lower case, all spans count from the start of the file."""

    name: str
    value: str
    span: Span
    name_span: Span
    value_span: Span

    @property
    def token(self) -> Token:
        """The value with its range."""
        return Token(self.value, self.value_span)


class Zone(NamedTuple):
    """The directives of a file, in order, and the errors in them."""

    directives: tuple[Directive, ...]
    escape: str
    problems: tuple[Problem, ...]

    def get(self, name: str) -> Directive | None:
        """The directive named `name` that takes effect; None if there is none."""
        return next((directive for directive in self.directives if directive.name == name), None)


_LINE = pattern(r"[^\S\n]*#[^\S\n]*(?P<name>[A-Za-z][A-Za-z0-9]*)[^\S\n]*=[^\S\n]*(?P<value>[^\n]*?)[^\S\n]*(?:\n|\Z)")
_SHEBANG = pattern(r"#![^\n]*(?:\n|\Z)")


def read(first: Gap | None) -> Zone:
    """Read the directives of a file; `first` is its first piece before which directives may stand."""
    text = first.text if first else ""
    at = 1 if text.startswith("\ufeff") else 0
    shebang = _SHEBANG.match(text, at)
    if shebang:
        at = shebang.end()
    found: list[Directive] = []
    problems: list[Problem] = []
    escape = "\\"
    seen: set[str] = set()
    while match := _LINE.match(text, at):
        name = match["name"].lower()
        if name not in NAMES or not match["value"]:
            break
        directive = Directive(
            name, match["value"], _trim(text, match), Span(*match.span("name")), Span(*match.span("value"))
        )
        if name in seen:
            message = f"Duplicate directive `# {name}=`, which BuildKit refuses; remove one"
            problems.append(Problem("duplicate-directive", message, directive.span))
        elif name == "escape" and not shebang:
            if match["value"] in ("\\", "`"):
                escape = match["value"]
            else:
                message = f"Invalid escape character `{match['value']}`; use a backslash or a backtick"
                problems.append(Problem("invalid-escape", message, directive.value_span))
        seen.add(name)
        if not (shebang and name == "escape"):
            found.append(directive)
        at = match.end()
    return Zone(tuple(found), escape, tuple(problems))


def _trim(text: str, match: re.Match[str]) -> Span:
    return Span(text.index("#", match.start()), match.end("value"))
