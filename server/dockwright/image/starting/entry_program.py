"""The program that a container starts, and the instructions that may put its file there, as far as the text tells."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from dockwright.image.bases.tags import distribution
from dockwright.image.starting.command_line import command_line
from dockwright.image.starting.started_programs import cmd_is_started
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import DEFAULT_PATH, resolve
from dockwright.syntax.nodes import Token

STARTED = ("COPY", "ADD", "RUN", "CMD", "ENTRYPOINT", "ENV", "ARG", "WORKDIR", "USER", "VOLUME")
"""The instructions that decide what a container starts and whether it exists."""


class Program(NamedTuple):
    """The first word of the command line, and the paths where its file may be."""

    token: Token
    step: Step
    paths: tuple[str, ...]
    sure: bool
    """Whether it is started for sure: an unknown base may have an ENTRYPOINT, to which CMD gives arguments."""


def program(stage: Stage) -> Program | None:
    """The program that a container of the stage starts, if its own ENTRYPOINT or CMD names it in exec form."""
    entries, commands = stage.all("ENTRYPOINT"), stage.all("CMD")
    given = [step for step in (entries[-1:] or commands[-1:]) if step.instruction.arguments]
    if not given or not given[0].instruction.is_json or given[0].instruction.problems:
        return None
    if not entries and not cmd_is_started(stage):
        return None
    where = distribution(stage.root.image or "")
    if not entries and where is not None and where.family == "distroless":
        return None  # most run a program of theirs, as that of Java does
    sure = bool(entries) or command_line(stage).known or (where is not None and where.plain)
    step, token = given[0], given[0].instruction.arguments[0]
    text = token.value
    if not text or "$" in text or "\\" in text or ":" in text:
        return None
    if "/" in text:
        path = resolve(stage.final.workdir, text)
        return Program(token, step, (path,), sure) if path else None
    path = stage.final.env.get("PATH")
    folders = (path or DEFAULT_PATH).split(":")
    if "PATH" in stage.final.env and path is None:
        return None
    folders = [*folders, stage.final.workdir or "/"]  # some runtimes, such as those of WebAssembly, search there
    return Program(token, step, tuple(posixpath.join(folder, text) for folder in folders), sure)


def may_provide(step: Step, path: str) -> bool:
    """Whether a COPY or ADD may put a file, or the folder that contains it, at `path`."""
    found = step.instruction
    if found.problems or len(found.arguments) < 2:
        return True
    target = step.before.expand(found.arguments[-1].value, found.unit.escape)
    place = resolve(step.before.workdir, target) if target is not None else None
    if place is None:
        return True
    return path == place or path.startswith(place.rstrip("/") + "/")
