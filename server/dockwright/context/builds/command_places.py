"""Where the command of a build, in a Makefile, a script or a workflow, names its stage and its ARGs."""

from __future__ import annotations

import re

from dockwright.context.hosts.reference import ENVIRONMENT, Kind, Reference
from dockwright.context.values import Build
from dockwright.lazy import pattern
from dockwright.text import Span, Text

_LINE = pattern(r"(?:[^\n\\]|\\\n|\\)*")
"""A line and those that it goes on with."""
_BUILDS = pattern(r"\b(?:docker(?:\s+(?:buildx|image|builder))?|podman|nerdctl|buildah|depot)\s+(?:build|bud)\b")


def named_in_command(build: Build, text: Text) -> tuple[Reference, ...]:
    """The words of the command at the line of a build; none if one of its names is not written once, as it is."""
    string = text.string
    if build.line >= len(text.starts) or not (build.target or build.args):
        return ()
    command = _LINE.match(string, text.starts[build.line])
    if command is None or len(_BUILDS.findall(command[0])) != 1:
        return ()
    names: list[tuple[Kind, str]] = [("target", build.target)] if build.target else []
    found = []
    for kind, name in (*names, *(("arg", name) for name in build.args)):
        option = "--target" if kind == "target" else "--build-arg"
        places = list(re.finditer(rf"{option}(?:=|[ \t]+)([\"']?)({re.escape(name)})(?![\w.-])", command[0]))
        if len(places) != 1:
            return ()
        start, end = command.start() + places[0].start(2), command.start() + places[0].end(2)
        taken = kind == "arg" and string[end : end + 1] != "="
        found.append(Reference(kind, build.file, Span(start, end), name, ENVIRONMENT if taken else ""))
    return tuple(found)
