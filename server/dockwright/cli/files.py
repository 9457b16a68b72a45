"""Reads and writes the files that a command names; `-` is standard input and output."""

from __future__ import annotations

import sys
from pathlib import Path

from dockwright.cli.reports.terminal import tell


def read(name: str) -> str | None:
    """The text of a file, with invalid UTF-8 as surrogates; prints a message and returns None if it cannot be read."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        tell(name, error.strerror or str(error))
        return None
    return data.decode("utf-8", "surrogateescape")


def write(name: str, text: str) -> bool:
    """Write a file or standard output; prints a message and returns False if it cannot be written."""
    data = text.encode("utf-8", "surrogateescape")
    if name == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return True
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        tell(name, error.strerror or str(error))
        return False
    return True


def diff(name: str, before: str, after: str) -> str:
    """A unified diff; empty if nothing differs."""
    import difflib

    lines = difflib.unified_diff(_lines(before), _lines(after), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Split at line feeds only, as `patch` does."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
