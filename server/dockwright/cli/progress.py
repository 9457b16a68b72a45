"""Progress of a slow command: a line on standard error, if that is a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from dockwright.cli.reports.terminal import say

Item = TypeVar("Item")

QUIET = 1.0
"""Seconds before anything is shown."""
MANY = 200
"""So many files always take longer than that, so a bar is shown immediately."""
_OFTEN = 0.1
"""Seconds between two updates."""
_WIPE = "\r\033[K"


def wanted(asked: bool = True) -> bool:
    """Whether progress is shown: not if disabled, without a terminal, or if the terminal cannot erase a line."""
    return asked and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def reading() -> Callable[[int], None]:
    """Return a callback for the number of entries that a walk has read; 0 means it has ended."""
    started = time.monotonic()

    def told(entries: int) -> None:
        if time.monotonic() - started > QUIET:
            _write("\r" + say(f"{entries:,} files and folders read") if entries else _WIPE)

    return told


def counted(items: Iterable[Item], total: int) -> Iterator[Item]:
    """The same items, with a progress bar."""
    shown = total >= MANY
    following = time.monotonic() + (_OFTEN if shown else QUIET)
    if shown:
        _write(_bar(0, total))
    for done, item in enumerate(items, 1):
        if (now := time.monotonic()) >= following:
            following, shown = now + _OFTEN, True
            _write(_bar(done, total))
        yield item
    if shown:
        _write(_WIPE)


def _bar(done: int, total: int) -> str:
    filled = 30 * done // total
    return f"\r[{'#' * filled}{'-' * (30 - filled)}] {say(f'{done:,}/{total:,} files')}"


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
