"""The file of the build context that a COPY puts at a path of the image."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Literal, NamedTuple

from dockwright.context.build_context import WILDCARDS, Context, clean
from dockwright.image.program_sources import HARMLESS
from dockwright.image.run_text import body_of
from dockwright.image.starting.entry_program import may_provide
from dockwright.semantics import copying
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Token
from dockwright.syntax.shell import unwrapped

_LANGUAGES = frozenset(
    {
        "npm", "npx", "yarn", "pnpm", "uv", "poetry", "bundle", "gem", "composer", "go", "cargo", "rustup", "mvn",
        "gradle", "dotnet", "corepack", "git", "curl", "wget", "env",
    }
)  # fmt: skip
"""Programs that may write any file below their working folder."""
_FAMILIES = ("deb", "apk", "rpm", "python")


class CopiedFile(NamedTuple):
    """A file of the context, as one source of a COPY names it."""

    source: Token
    path: str
    """In the context; it need not exist."""
    alone: bool
    """Whether the source is exactly this file and the only source of the COPY."""


def brought(step: Step, path: str, context: Context) -> list[CopiedFile] | Literal["unknown"]:
    """For each source of a COPY or ADD, the context file that would become the file at `path`; none if impossible."""
    found = step.instruction
    if not may_provide(step, path):
        return []
    place = copying.target(step)
    flags = {flag.name for flag in found.flags}
    if (
        found.problems
        or place is None
        or "$" in place.path
        or found.heredocs
        or flags & {"from", "parents", "exclude", "unpack"}
    ):
        return "unknown"
    answer: list[CopiedFile] = []
    for token in found.arguments[:-1]:
        source = step.before.expand(token.value, found.unit.escape)
        if source is None or copying.REMOTE.match(source) or any(mark in source for mark in WILDCARDS + "\\"):
            return "unknown"
        is_file = any(entry.path == clean(source) for entry in context.files(source))
        if (
            is_file
            and found.name == "ADD"
            and "file" not in (copying.kind_of_name(source), context.likely_kind(source))
        ):
            return "unknown"
        answer += _of_source(token, clean(source), is_file, place, path)
    return [one._replace(alone=one.alone and len(found.arguments) == 2) for one in answer]


def _of_source(token: Token, source: str, is_file: bool, place: copying.Target, path: str) -> Iterator[CopiedFile]:
    below = posixpath.relpath(path, place.path)
    if not is_file:
        if below != "." and not below.startswith("../"):
            yield CopiedFile(token, posixpath.join(source, below), False)
    elif path == copying.landed(place, source) or below == posixpath.basename(source):
        yield CopiedFile(token, source, True)  # a target without a slash may be an existing folder


def leaves_alone(step: Step, path: str) -> bool:
    """Whether an instruction certainly neither creates a file nor changes its mode."""
    if step.instruction.name in ("COPY", "ADD"):
        return not may_provide(step, path)
    if step.instruction.name != "RUN":
        return step.instruction.name != "VOLUME"
    body = body_of(step)
    if body is None or body.script.has_errors or "chmod" in body.text or path.rpartition("/")[2] in body.text:
        return False
    commands = (unwrapped(command) for command in body.commands if command.words)
    for command in commands:
        call = invocation(command)
        if call is None or call.manager.family not in _FAMILIES:
            name = (command.name or "").rpartition("/")[2]
            if name not in HARMLESS or name in _LANGUAGES:
                return False
    return True
