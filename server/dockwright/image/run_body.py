"""The shell script of a RUN with the relevant state of instruction and stage."""

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
    """A finding in a shell script; with edits it has a fix with the title `title`."""

    span: Span
    message: str
    title: str = ""
    edits: tuple[Edit, ...] = ()
    safe: bool = True
    """Whether the fix keeps the meaning, so that it may be applied without review."""
    alias: str = ""
    """The first name of the part of the rule that it belongs to, if the rule has parts."""
    mild: bool = False
    """Whether it is information at most, whatever the level of the rule."""


@frozen(slots=False)
class Body:
    """The script of a RUN and its environment."""

    text: str
    mounted: tuple[str, ...] = ()
    """Directories under a cache or tmpfs mount: files written there are not in the image."""
    environment: frozenset[str] = frozenset()
    """Variables that ENV or ARG set to a value other than off, no, 0 and empty."""
    pipefail: bool = False
    """Whether the shell fails if any part of a pipeline does."""

    @cached_property
    def script(self) -> Script:
        """The parsed script."""
        return parse_shell(self.text)

    @cached_property
    def commands(self) -> tuple[Simple, ...]:
        """Every simple command, in text order."""
        return tuple(placed.command for placed in self.script.simple_commands())

    @cached_property
    def calls(self) -> tuple[Invocation, ...]:
        """Every command of a package manager, in text order."""
        return tuple(call for command in self.commands if (call := invocation(command)))

    def calls_of(self, *managers: str) -> tuple[Invocation, ...]:
        """The commands of some package managers."""
        return tuple(call for call in self.calls if call.manager.name in managers)

    def is_mounted(self, *directories: str) -> bool:
        """Whether any of the directories is under a cache or tmpfs mount."""
        return any(_within(directory, mount) for directory in directories for mount in self.mounted)

    def removes(self, *directories: str) -> bool:
        """Whether an rm deletes any of the directories or their content."""
        return any(
            _within(value(word).rstrip("*"), directory)
            for command in map(unwrapped, self.commands)
            if command.name == "rm"
            for word in command.arguments
            for directory in directories
        )


def value(word: Word) -> str:
    """The value of a word, or its text if that depends on variables."""
    return word.literal if word.literal is not None else word.text


def _within(path: str, directory: str) -> bool:
    path, directory = path.rstrip("/"), directory.rstrip("/")
    return path == directory or path.startswith(directory + "/")
