"""Where the settings of a TOML file are written, which `tomllib` does not tell."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockwright.text import Span

_BETWEEN = re.compile(r"(?:\s|#[^\n]*)*")
_PART = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\'[^\']*\'|[\w-]+)\s*')
_VALUE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""+|\'\'\'.*?\'\'\'+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[^\s,\[\]{}#]+(?: \d[\d:.Z+-]*)?',
    re.DOTALL,
)

_LONGEST = 100_000


class Place(NamedTuple):
    """A setting: its name, and its value; a table with a header of its own has only the name."""

    key: Span
    value: Span


def places(text: str) -> dict[str, Place]:
    """The places of settings in valid TOML, by their paths, such as `overrides[0].rules.DL3008`."""
    reader = _Reader(text[:_LONGEST])
    try:
        reader.statements()
    except RecursionError:
        pass
    return reader.found


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counts: dict[str, int] = {}
        """How many tables each array of tables has so far."""
        self.found: dict[str, Place] = {}

    def statements(self) -> None:
        table = ""
        while (start := self._skip()) < len(self._text):
            if self._text[start] == "[":
                is_array = self._text.startswith("[[", start)
                self._at += 1 + is_array
                table, key = self._key("")
                if is_array:
                    self._counts[table] = self._counts.get(table, -1) + 1
                    table = self._numbered(table)
                self._at += 1 + is_array
                self.found[table] = Place(key, key)
            else:
                self._setting(table)
            if self._at <= start:
                return  # not what TOML is like

    def _setting(self, table: str) -> None:
        path, key = self._key(table)
        self._at += 1
        self.found[path] = Place(key, self._value(path))

    def _key(self, table: str) -> tuple[str, Span]:
        path, start, end = table, self._at, self._at
        while part := _PART.match(self._text, self._at):
            start, end = (start if end > start else part.start(1)), part.end(1)
            path = f"{self._numbered(path)}.{_unquoted(part[1])}" if path else _unquoted(part[1])
            self._at = part.end()
            if not self._text.startswith(".", self._at):
                break
            self._at += 1
        return path, Span(start, end)

    def _value(self, path: str) -> Span:
        start = self._skip()
        opening = self._text[start : start + 1]
        if opening in ("[", "{"):
            self._at += 1
            count = 0
            while (before := self._skip()) < len(self._text) and self._text[before] not in "]}":
                if opening == "{":
                    self._setting(path)
                else:
                    item = self._value(f"{path}[{count}]")
                    self.found[f"{path}[{count}]"] = Place(item, item)
                count += 1
                self._skip()
                self._at += self._text.startswith(",", self._at)
                if self._at <= before:
                    break
            self._at += 1
        elif value := _VALUE.match(self._text, start):
            self._at = value.end()
        return Span(start, self._at)

    def _skip(self) -> int:
        """Go to what follows white space and comments."""
        found = _BETWEEN.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _numbered(self, path: str) -> str:
        """The last table of an array of tables, which further headers mean."""
        return f"{path}[{self._counts[path]}]" if path in self._counts else path


def _unquoted(part: str) -> str:
    if part[0] == '"' and "\\" in part:
        import tomllib

        return str(next(iter(tomllib.loads(f"{part} = 0"))))
    return part[1:-1] if part[0] in "'\"" else part
