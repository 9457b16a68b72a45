"""The variables that a shell script uses and sets, and the shell options that it enables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from dockwright.lazy import pattern
from dockwright.syntax.shell.nodes import Compound, Simple, Variable
from dockwright.syntax.shell.script import Assigned, Script

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = pattern(r"[A-Za-z_]\w*$", re.ASCII)
_READ_WITH_VALUE = frozenset("dinNptu")


def variables_used(script: Script) -> tuple[Variable, ...]:
    """Every use of a variable that the shell would expand, in text order."""
    found = [variable for word in script.words() for variable in word.variables]
    found += [variable for item in script.redirections() for variable in item.variables]
    return tuple(sorted(found, key=lambda item: item.span))


def variables_assigned(script: Script) -> tuple[Assigned, ...]:
    """Every assignment to a variable, in text order."""
    found = [item for node in script.nodes() for item in _assigned(node)]
    return tuple(sorted(found, key=lambda item: item.span))


def options_set(script: Script) -> frozenset[str]:
    """Options such as `e`, `u`, `x` and `pipefail` that a top-level `set` enables and none disables again.

    Long names of one-letter options are given as the letter.
    """
    on: set[str] = set()
    for placed in script.simple_commands():
        if placed.command.name == "set" and placed.place.top_level and not placed.place.subshell:
            for sign, option in options_of_set(placed.command):
                if sign == "-":
                    on.add(option)
                else:
                    on.discard(option)
    return frozenset(on)


def options_of_set(command: Simple) -> Iterator[tuple[str, str]]:
    """The signs and options of one `set` or `sh` command."""
    words = iter(command.arguments)
    for word in words:
        text = word.literal or ""
        if len(text) < 2 or text[0] not in "-+" or text.startswith("--"):
            return
        for letter in text[1:]:
            if letter == "o":
                name = next(words, None)
                if name is not None and name.literal:
                    yield text[0], _LETTERS.get(name.literal, name.literal)
            else:
                yield text[0], letter


_LETTERS = {"errexit": "e", "nounset": "u", "xtrace": "x", "noglob": "f", "allexport": "a", "noexec": "n"}


def _assigned(node: object) -> Iterator[Assigned]:
    if isinstance(node, Compound) and node.kind == "for" and node.name and node.name_span:
        yield Assigned(node.name, node.name_span, "for")
    if not isinstance(node, Simple):
        return
    how: Literal["assignment", "prefix"] = "prefix" if node.words else "assignment"
    yield from (Assigned(item.name, item.name_span, how) for item in node.assignments if item.name)
    declares: Literal["export", "declare"] = "export" if node.name == "export" else "declare"
    yield from (Assigned(item.name, item.name_span, declares) for item in node.declared)
    if node.name in ("read", "mapfile", "readarray"):
        skip = False
        for word in node.arguments:
            text = word.literal or ""
            if skip:
                skip = False
            elif text.startswith("-") and len(text) > 1:
                skip = node.name == "read" and text[-1] in _READ_WITH_VALUE
            elif _NAME.match(text):
                yield Assigned(text, word.span, "read")
    elif node.name == "getopts" and len(node.arguments) > 1 and node.arguments[1].literal:
        yield Assigned(node.arguments[1].literal, node.arguments[1].span, "read")
    elif node.name == "printf" and len(node.arguments) > 1 and node.arguments[0].literal == "-v":
        yield Assigned(node.arguments[1].literal or "", node.arguments[1].span, "read")
