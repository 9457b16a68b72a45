"""Argument parsing with suggestions for misspelled words."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from dockwright.cli.reports.terminal import say, tell
from dockwright.lazy import pattern
from dockwright.text import cells

_NAME = r"argument (?:-\w/)?(\S+): "
_WORDS = (
    (pattern(r"unrecognized arguments: (--?[\w-]+).*"), "unknown option {0}"),
    (pattern(r"unrecognized arguments: (\S+).*"), "unexpected argument {0}"),
    (pattern(r"the following arguments are required: (.*)"), "missing argument{s} {0}"),
    (pattern(rf"{_NAME}expected (?:at least )?one argument"), "missing value for {0}"),
    (pattern(rf"{_NAME}invalid choice: '(.*)' \(choose from .*\)"), "invalid value `{1}` for {0}"),
    (pattern(rf"{_NAME}ignored explicit argument '.*'"), "option {0} takes no value"),
    (pattern(rf"{_NAME}(.*)"), "{0}: {1}"),
)
"""The messages of argparse, and ours."""


class Translated(argparse.ArgumentParser):
    """A parser whose help is in the language of the terminal."""

    def format_help(self) -> str:
        """The help."""
        self.description = say(self.description or "")
        for group in self._action_groups:
            group.title = say(group.title or "")
        for action in (*self._actions, *self._listed()):
            if action.help:
                action.help = say(action.help)
        usage = "usage: "
        return say(usage) + super().format_help().removeprefix(usage)

    def _get_formatter(self) -> argparse.HelpFormatter:
        return _formatter(self.prog)

    def _listed(self) -> Iterator[argparse.Action]:
        """The commands below this one, each with its line of help."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                yield from action._choices_actions


class Parser(Translated):
    """Exits with 2 and a suggestion on wrong usage. Options cannot be abbreviated, so new ones break nothing."""

    def __init__(self, command: str, description: str) -> None:
        super().__init__(prog=f"dockwright {command}", description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Print the error and similar names."""
        said = worded(message)
        tell(self.prog, f"{said}{self._hint(message)}")
        raise SystemExit(2)

    def _hint(self, message: str) -> str:
        if unknown := re.match(r"unrecognized arguments: (--?[\w-]+)", message):
            parsers = [self, *(each for action in self._actions for each in _parsers(action))]
            actions = [action for parser in parsers for action in parser._actions]
            options = [option for action in actions for option in action.option_strings if option[:2] == "--"]
            return close(unknown[1], options) or f"; see `{self.prog} --help`"
        if choice := re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message):
            choices = re.findall(r"[\w-]+", choice[2])
            return close(choice[1], choices) or f"; use one of {', '.join(f'`{one}`' for one in choices)}"
        return ""


class Below(Parser):
    """The parser of a command below another, such as `cache why`."""

    def __init__(self, prog: str, **_: Any) -> None:
        super().__init__(prog.removeprefix("dockwright "), "")


def worded(message: str) -> str:
    """A message of argparse in our words; those of our own parsers stay."""
    for form, words in _WORDS:
        if found := form.fullmatch(message):
            names = [f"`{name}`" for name in found[1].split(", ")]
            return words.format(", ".join(names), *found.groups()[1:], s="s" if len(names) > 1 else "")
    return message


def _parsers(action: argparse.Action) -> list[argparse.ArgumentParser]:
    """The parsers of subcommands."""
    choices = action.choices.values() if isinstance(action.choices, dict) else ()
    return [each for each in choices if isinstance(each, argparse.ArgumentParser)]


def close(word: str, known: Iterable[str]) -> str:
    """`; did you mean ...?` if a known word is similar to this one."""
    import difflib

    by_lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), by_lower, 1, 0.6)
    return f"; did you mean `{by_lower[found[0]]}`?" if found else ""


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Lines as wide as the terminal; argparse itself would import half a dozen modules to find the width."""
    try:
        width = os.get_terminal_size().columns
    except OSError:
        width = 100
    return _Formatter(prog, width=max(min(width, 120) - 2, 40), max_help_position=28)


class _Formatter(argparse.HelpFormatter):
    """Breaks lines by their width in a terminal, where a letter of some scripts takes two columns."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return super()._split_lines(text, width) if text.isascii() else list(_broken(text, width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.isascii():
            return super()._fill_text(text, width, indent)
        return "\n".join(indent + line for line in _broken(text, width - len(indent)))


def _broken(text: str, width: int) -> Iterator[str]:
    """The lines of a text."""
    line = ""
    for word in text.split():
        if line and cells(line) + 1 + cells(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".lstrip()
    yield line
