"""Pipes that hide the failure of their first commands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dockwright.image.run_body import Body, Note
from dockwright.semantics.commands.inputs import rejects_cut_input
from dockwright.syntax.shell import (
    AndOr,
    Compound,
    Pipeline,
    Sequence,
    Simple,
    nested_script,
    options_of_set,
    unwrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.syntax.shell.nodes import Command

_DOWNLOADERS = ("curl", "wget")
_IGNORED = ("true", ":")


def unchecked_pipes(body: Body) -> Iterator[Note]:
    """Every pipe that hides the failure of its first commands."""
    if not _sets_pipefail(body):
        yield from every_pipe(body)


def every_pipe(body: Body) -> Iterator[Note]:
    """Every pipe of a script."""
    for node in body.script.nodes():
        if isinstance(node, Pipeline) and len(node.commands) > 1:
            yield _note(node)


@lru_cache(maxsize=4096)
def unchecked_downloads(body: Body, busybox: bool) -> tuple[Note, ...]:
    """Pipes from curl or wget that succeed if the download fails, though `pipefail` would stop them."""
    return () if _sets_pipefail(body) else tuple(_downloads(body, busybox))


def _downloads(body: Body, busybox: bool) -> Iterator[Note]:
    for pipe in _deciding(body.script.body):
        first = unwrapped(pipe.commands[0]) if isinstance(pipe.commands[0], Simple) else None
        name = (first.name or "").rpartition("/")[2] if first else ""
        if name in _DOWNLOADERS and not _rejects(pipe.commands[-1], busybox):
            yield _note(pipe)


def _sets_pipefail(body: Body) -> bool:
    commands = (command for command in body.commands if command.name == "set")
    return body.pipefail or any(("-", "pipefail") in options_of_set(command) for command in commands)


def _note(pipe: Pipeline) -> Note:
    return Note(
        pipe.operators[0].span,
        "The build ignores failures before this `|`; set `pipefail` with SHELL, or in RUN if supported",
    )


def _deciding(node: Command | AndOr | Sequence) -> Iterator[Pipeline]:
    """The pipes with a status that matters: not those in arguments, in redirections, and before `|| true`."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _deciding(item)
    elif isinstance(node, AndOr):
        for index, item in enumerate(node.items):
            after = node.items[index + 1 :]
            ignored = after and node.operators[index].text == "||" and isinstance(after[0], Simple)
            if not (ignored and isinstance(after[0], Simple) and after[0].name in _IGNORED):
                yield from _deciding(item)
    elif isinstance(node, Pipeline):
        if len(node.commands) > 1:
            yield node
        for command in node.commands:
            yield from _deciding(command)
    elif isinstance(node, Compound):
        for body in node.bodies:
            yield from _deciding(body)
    elif not node.words:
        values = [item.value for item in node.assignments if item.value]
        for substitution in values[-1].substitutions if values else ():
            yield from _deciding(substitution)
    elif not any("pipefail" in word.text for word in node.words):
        nested = nested_script(unwrapped(node))
        if nested and not nested.has_errors:
            yield from _deciding(nested.body)


def _rejects(node: Command | AndOr | Sequence, busybox: bool) -> bool:
    """Whether the last command of a pipe fails on empty or truncated input."""
    if isinstance(node, Sequence):
        return bool(node.items) and _rejects(node.items[-1], busybox)
    if isinstance(node, AndOr):
        return node.only_and and any(_rejects(item, busybox) for item in node.items)
    if isinstance(node, Pipeline):
        return not node.negation and _rejects(node.commands[-1], busybox)
    if isinstance(node, Compound):
        return node.kind in ("subshell", "group") and _rejects(node.bodies[0], busybox)
    command = unwrapped(node)
    if any(word.literal == "xargs" for word in node.words[: len(node.words) - len(command.words)]):
        return False  # xargs reads the input
    nested = nested_script(command)
    return _rejects(nested.body, busybox) if nested else rejects_cut_input(command, busybox)
