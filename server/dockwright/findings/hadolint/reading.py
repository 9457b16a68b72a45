"""A command as hadolint reads it: every word that begins with a dash is an option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.frozen import frozen
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.image.run_body import Body
    from dockwright.syntax.shell import Simple, Word

_PYTHON = pattern(r"python[0-9.]*")


@frozen
class Seen:
    """One command; `words` are its arguments with their unquoted texts."""

    name: str
    words: tuple[tuple[str, Word], ...]
    command: Simple

    @property
    def texts(self) -> tuple[str, ...]:
        """All arguments."""
        return tuple(text for text, _ in self.words)

    @property
    def plain(self) -> tuple[str, ...]:
        """The arguments that are not options."""
        return tuple(text for text in self.texts if not is_option(text))

    def has(self, *options: str) -> bool:
        """Whether one of these options, without dashes, is given; letters may be in a cluster."""
        return any(option in options for text in self.texts for option in option_names(text))

    def without_values(self, options: frozenset[str]) -> list[tuple[str, Word]]:
        """The arguments that are neither options nor follow one of these options."""
        kept: list[tuple[str, Word]] = []
        is_value = False
        for text, word in self.words:
            if not is_option(text):
                kept += () if is_value else ((text, word),)
                is_value = False
            else:
                is_value = "=" not in text and not options.isdisjoint(option_names(text))
        return kept


def is_option(text: str) -> bool:
    """Whether a word begins with a dash and is longer than that."""
    return text.startswith("-") and text.strip("-") != ""


def option_names(text: str) -> tuple[str, ...]:
    """The name of a long option, or the letters of short ones."""
    head = text.partition("=")[0]
    if head.startswith("--"):
        return (head[2:],)
    return tuple(head[1:]) if head.startswith("-") else ()


def seen(body: Body) -> Iterator[Seen]:
    """The commands of a script that have a name."""
    for command in body.commands:
        if command.name:
            yield Seen(command.name, tuple((_text(word), word) for word in command.arguments), command)


def pip(one: Seen) -> tuple[tuple[str, Word], ...] | None:
    """The words after `pip install`, or `python -m pip install`; None for other commands."""
    if one.name.startswith("pip") and one.name not in ("pipx", "pipenv"):
        return _behind(one, "install")
    if _PYTHON.fullmatch(one.name):
        for at in range(len(one.words) - 2):
            if one.texts[at : at + 3] == ("-m", "pip", "install"):
                return one.words[at + 3 :]
    return None


def _behind(one: Seen, subcommand: str) -> tuple[tuple[str, Word], ...] | None:
    at = next((at for at, text in enumerate(one.texts) if text == subcommand), None)
    return None if at is None else one.words[at + 1 :]


def pipx(one: Seen) -> tuple[tuple[str, Word], ...] | None:
    """The words after `pipx install`; None for other commands."""
    return _behind(one, "install") if one.name == "pipx" else None


def _text(word: Word) -> str:
    return word.literal if word.literal is not None else word.text.replace('"', "")
