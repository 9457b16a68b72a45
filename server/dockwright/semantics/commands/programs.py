"""Commands of programs that move files, parsed with their real options (`programs.toml`)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockwright.syntax.shell import Simple, Word


@frozen
class Call:
    """A command line that was understood completely."""

    program: str
    """For programs like `git`, with the subcommand: `git clone`."""
    options: dict[str, Word | None]
    """By the name in the table; options without an effect are left out. A switch has no word."""
    values: dict[str, str]
    """The values of options that are literals."""
    operands: tuple[Word, ...]


def call(command: Simple) -> Call | str | None:
    """Parse a command: the call, the first word that was not understood, or None for other programs."""
    name = (command.name or "").rpartition("/")[2]
    words = list(command.arguments)
    if name == "git":
        name, words = (f"git {words[0].literal}", words[1:]) if words else (name, words)
    table = _tables().get(name)
    if table is None:
        return None
    if command.assignments:
        return command.assignments[0].name
    reader = _Reader(table["switches"], table["values"])
    if name == "tar" and words and (text := words[0].literal) and not text.startswith("-"):
        words = reader.bundled(text, words[1:])
    refused = reader.read(words)
    return refused or Call(name, reader.options, reader.values, tuple(reader.operands))


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = json.loads(Path(__file__).with_name("programs.json").read_bytes())
    return found


class _Reader:
    def __init__(self, switches: dict[str, str], takes: dict[str, str]) -> None:
        self.switches = switches
        self.takes = takes
        self.options: dict[str, Word | None] = {}
        self.values: dict[str, str] = {}
        self.operands: list[Word] = []
        self.refused = ""

    def bundled(self, letters: str, words: Sequence[Word]) -> list[Word]:
        """The first word of tar without a dash: its letters take their values from the following words, in order."""
        rest = list(words)
        for letter in letters:
            self._one(f"-{letter}", None, rest)
        return rest

    def read(self, words: Sequence[Word]) -> str:
        """Read all words; returns the first one that is not understood."""
        rest = list(words)
        while rest and not self.refused:
            word = rest.pop(0)
            text = word.literal
            if word.is_pattern:
                self.refused = word.text
            elif text is None or len(text) < 2 or not text.startswith("-"):
                if text is None and word.text.startswith(("-", '"-')):
                    self.refused = word.text
                self.operands.append(word)
            elif text == "--":
                self.operands += rest
                break
            elif text in self.switches or text in self.takes:
                self._one(text, None, rest)
            elif text.startswith("--"):
                name, _, value = text.partition("=")
                self._one(name, value if name in self.takes else "", rest, word)
            else:
                self._cluster(text, word, rest)
        return self.refused

    def _cluster(self, text: str, word: Word, rest: list[Word]) -> None:
        for index, letter in enumerate(text[1:], 1):
            name = f"-{letter}"
            if name in self.takes and text[index + 1 :]:
                self._one(name, text[index + 1 :], rest, word)
                return
            self._one(name, None, rest, word)

    def _one(self, name: str, value: str | None, rest: list[Word], word: Word | None = None) -> None:
        if name in self.switches and not value:
            if self.switches[name]:
                self.options[self.switches[name]] = None
        elif name in self.takes and (value is not None or rest):
            if value is None:
                word = rest.pop(0)
                value = word.literal
            if own := self.takes[name]:
                self.options[own] = word
                if value is not None:
                    self.values[own] = value
        else:
            self.refused = self.refused or name
