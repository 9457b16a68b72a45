"""Detects files that no builder reads, although their name or the user says that they are Dockerfiles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dockwright.context.file_names import is_dockerfile, is_of_another_kind
from dockwright.lazy import pattern
from dockwright.syntax.nodes import Unit

if TYPE_CHECKING:
    from dockwright.syntax.nodes import Piece
    from dockwright.syntax.tree import Tree

_MARKS = {
    "{{": pattern(r"\{\{.{0,2000}?\}\}", 16),
    "{%": pattern(r"\{%.{0,2000}?%\}", 16),
    "<%": pattern(r"<%.{0,2000}?%>", 16),
    "{#": pattern(r"\{#.{0,2000}?#\}", 16),
    "${templateOption:": pattern(r"\$\{templateOption:\w+\}"),
    "@": pattern(r"@(?<![\w@]@)[A-Za-z_]\w*@(?!\w)"),
}
"""Markers of template engines (Go and Jinja, ERB and EJS, dev container templates, autoconf and CMake), by their first
characters."""
_LINE = pattern(r"^[ \t]*(?:\{\{|\{%|<%|\{#)", 8)
_SHELL = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "LABEL", "ONBUILD", "ENV", "ARG", "MAINTAINER")
"""Instructions whose arguments may contain such markers for a program that they run, or for later."""
_FROM = pattern(r"^[ \t]*FROM[ \t]+\S+(?![^\n]*\bimport\b)", 2 | 8)
_OTHER = pattern(
    r"\s*(?:<[?!a-zA-Z/]|\{\s*[\"}]|diff --git |---[ \t]|\+\+\+ |import[ \t{]|package[ \t]|/[/*]|export |const |using |"
    r"exports\[|```|\x89PNG|%PDF|PK\x03|\x7fELF|#![/\[]|(?:use|pub|mod|fn|impl|class|def|func|function|interface|local|"
    r"module|namespace|private|public|require|struct|type|var|let)[ \t]+[\w:'\"{(])"
)
_DIRECTIVES = pattern(r"^[ \t]*#[ \t]*(?:include\b|define\b|undef\b|ifn?def\b|if[ \t])", 8)
"""Directives of the C preprocessor, which Buildah runs on files with the extension `.in`."""
_COMPOSE = pattern(r"^(?:services|include):[ \t]*(?:#.*)?$", 8)
_KEY = pattern(r"^(?:---[ \t]*|[\w.$-]+:(?:[ \t].*)?)$")


def no_dockerfile(name: str, string: str) -> str:
    """Why a file is not a Dockerfile, if that is certain; else empty."""
    if is_template(string):
        return "it is a template for a Dockerfile"
    if name.endswith(".in") and _DIRECTIVES.search(string):
        return "it is a template for the C preprocessor"
    return _of_another_program(name) or other(name, string)


def _of_another_program(name: str) -> str:
    """The program that reads a file with this name instead of a builder of Dockerfiles."""
    return "it is an Earthfile, which only Earthly builds" if re.split(r"[/\\]", name)[-1] == "Earthfile" else ""


def is_template(string: str) -> bool:
    """Whether there are markers of a template where no builder accepts them."""
    if not _is_marked(string):
        return False
    from dockwright.syntax.tree import parse

    return any(map(_has_marks, parse(string).pieces))


def unchecked(tree: Tree, name: str) -> str:
    """Why a document with the language Dockerfile is not checked; else empty. Called after each keystroke."""
    if why := _of_another_program(name):
        return why
    if is_of_another_kind(name):
        return "its name is that of another kind of file"
    string = tree.text.string
    # After an edit only the edited pieces are searched.
    may_have = tree.change is not None or any(beginning in string for beginning in _MARKS)
    if may_have and tree.first(_has_marks) < len(tree.pieces):
        return "it is a template for a Dockerfile"
    if is_dockerfile(name) and _OTHER.match(string) and next(tree.all("FROM"), None) is None:
        return "it is another kind of file"
    return ""


def _has_marks(piece: Piece) -> bool:
    """Whether an instruction contains markers of a template."""
    if not isinstance(piece, Unit):
        return False
    head = _head(piece.text)
    if "${templateOption:" in head:
        return True  # neither BuildKit nor a shell has a use for it
    return _LINE.search(head) is not None if piece.name in _SHELL else _is_marked(head)


def _is_marked(text: str) -> bool:
    return any(beginning in text and mark.search(text) for beginning, mark in _MARKS.items())


def other(name: str, string: str) -> str:
    """What a file is instead of a Dockerfile; else empty."""
    if "\0" in string[:8_000]:
        return "it is not a text file"
    if _FROM.search(string):
        return ""
    first = next((line for line in string.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    named = is_dockerfile(name)
    if not named and _KEY.match(first) and _COMPOSE.search(string):
        return "it is a Compose file"
    if _OTHER.match(string) or (not named and _KEY.match(first)):
        return "it is another kind of file"
    return "it does not begin with an instruction" if not named and first and not _begins(string) else ""


def _begins(string: str) -> bool:
    """Whether the first instruction can begin a Dockerfile."""
    from dockwright.syntax.arguments import NAMES
    from dockwright.syntax.tree import parse

    return next((instruction.name in NAMES for instruction in parse(string[:100_000]).instructions), False)


def _head(text: str) -> str:
    """The text of an instruction without heredocs, which may contain anything."""
    at = text.find("<<")
    return text if at < 0 else text[: end if (end := text.find("\n", at)) >= 0 else len(text)]
