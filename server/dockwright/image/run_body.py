"""A shell text with what matters of the instruction and the stage around it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from dockwright.frozen import frozen
from dockwright.semantics.commands.packages import Invocation, invocation
from dockwright.syntax.shell import Simple, parse_shell, unwrapped

if TYPE_CHECKING:
    from dockwright.syntax.shell import Script, Word
    from dockwright.text import Edit, Span


class Note(NamedTuple):
    """A finding in a shell text; with edits it has a fix, called `title`."""

    span: Span
    message: str
    title: str = ""
    edits: tuple[Edit, ...] = ()
    safe: bool = True
    """Whether the fix keeps the meaning, so that it may be applied without being looked at."""
    alias: str = ""
    """The first name of the part of the rule that it belongs to, if that has parts."""


@frozen(slots=False)
class Body:
    """The text of a RUN, and what is known around it."""

    text: str
    mounted: tuple[str, ...] = ()
    """Directories under a cache or tmpfs mount: what lands there is not in the image."""
    environment: frozenset[str] = frozenset()
    """Names of variables that ENV or ARG set to something that is not off, no, 0 or empty."""
    pipefail: bool = False
    """Whether the shell that runs it fails when any part of a pipe does."""

    @cached_property
    def script(self) -> Script:
        """The parsed text."""
        return parse_shell(self.text)

    @cached_property
    def commands(self) -> tuple[Simple, ...]:
        """Every simple command, in the order of the text."""
        return tuple(placed.command for placed in self.script.simple_commands())

    @cached_property
    def calls(self) -> tuple[Invocation, ...]:
        """Every command of a package manager, in the order of the text."""
        return tuple(call for command in self.commands if (call := invocation(command)))

    def calls_of(self, *managers: str) -> tuple[Invocation, ...]:
        """The commands of some package managers."""
        return tuple(call for call in self.calls if call.manager.name in managers)

    def is_mounted(self, *directories: str) -> bool:
        """Whether any of the directories lies under a cache or tmpfs mount."""
        return any(_within(directory, mount) for directory in directories for mount in self.mounted)

    def removes(self, *directories: str) -> bool:
        """Whether an rm deletes any of the directories or what is in them."""
        return any(
            _within(value(word).rstrip("*"), directory)
            for command in map(unwrapped, self.commands)
            if command.name == "rm"
            for word in command.arguments
            for directory in directories
        )


def value(word: Word) -> str:
    """What a word says, or its text where that depends on variables."""
    return word.literal if word.literal is not None else word.text


def _within(path: str, directory: str) -> bool:
    path, directory = path.rstrip("/"), directory.rstrip("/")
    return path == directory or path.startswith(directory + "/")
