"""Repeats the output of a run of `check` if nothing that the run looked at has changed.

The output is stored with a number for each folder that the run looked at, made of the names, sizes and times of all
files in it, as git's index does. A folder with a file of the last two seconds is not stored: the next change of that
file may get the same time. An error here costs only time.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TextIO
from zlib import crc32

from dockwright.cli import surroundings
from dockwright.cli.checks.own_files import folder, version
from dockwright.lazy import pattern

_ENVIRONMENT = ("DOCKWRIGHT_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "TERM", "PATH")
_AGENTS = ("CLAUDECODE", "CURSOR_AGENT", "GEMINI_CLI", "AI_AGENT")
_FRESH = 2_000_000_000
_LARGEST = 20_000_000
_END = "\0"
_PROGRESS = pattern(r"\r(?:\033\[K|[^\r\n]*)")
"""What `progress` writes, which comes and goes."""


class Seen:
    """What a run looked at, which it tells as it ends."""

    def __init__(self) -> None:
        self.roots: tuple[tuple[str, bool], ...] = ()
        """Folders, and whether each was read whole; empty where the run cannot be kept."""
        self.files: tuple[str, ...] = ()
        """Other files that count, whether they are there or not."""


def answered(arguments: Sequence[str], run: Callable[[Seen], int]) -> int:
    """Say what the same run said before, or run and remember."""
    place = folder()
    key = _key(arguments)
    file = place / "runs" / f"{crc32(key.encode('utf-8', 'surrogatepass')):08x}"
    surroundings.forget()
    known = _recalled(file, key, place)
    if known is not None:
        sys.stderr.write(known[1])
        sys.stdout.write(known[2])
        return known[0]
    seen, started = Seen(), time.time_ns()
    output, errors = _Copying(sys.stdout), _Copying(sys.stderr)
    sys.stdout, sys.stderr = output, errors
    try:
        code = run(seen)
    finally:
        sys.stdout, sys.stderr = output.stream, errors.stream
    if seen.roots and code in (0, 1):
        _remember(file, key, place, seen, started, (str(code), errors.text, output.text))
    return code


class _Copying:
    """A stream that keeps what is written to it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self._parts: list[str] = []

    def write(self, text: str) -> int:
        self._parts.append(text)
        return self.stream.write(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)

    @property
    def text(self) -> str:
        return "".join(self._parts)


def _key(arguments: Sequence[str]) -> str:
    environment = [os.environ.get(name, "") for name in (*_ENVIRONMENT, *_AGENTS)]
    day = time.strftime("%Y-%m-%d", time.gmtime())
    terminals = f"{sys.stdout.isatty()} {sys.stderr.isatty()}"
    return repr((version(), os.getcwd(), list(arguments), environment, day, terminals))  # noqa: PTH109


def _recalled(file: Path, key: str, place: Path) -> tuple[int, str, str] | None:
    try:
        with file.open("rb") as opened:
            kept = opened.read(_LARGEST).decode("utf-8", "surrogatepass").split(_END)
        if len(kept) != 7 or kept[0] != key:
            return None
        roots = [(line[1:], line[0] == "+") for line in kept[1].splitlines()]
        if _marks(roots, place) != kept[2] or _states(kept[3].splitlines()) != kept[6]:
            return None
        return int(kept[4][:1]), kept[4][1:], kept[5]
    except (OSError, ValueError, LookupError, RuntimeError):
        return None


def _remember(file: Path, key: str, place: Path, seen: Seen, started: int, answer: tuple[str, str, str]) -> None:
    try:
        listings = [surroundings.listing(root, whole) for root, whole in seen.roots]
        if any(found.partial or found.unreadable or found.newest > started - _FRESH for found in listings):
            return
        roots = "\n".join(f"{'+' if whole else '-'}{root}" for root, whole in seen.roots)
        files = "\n".join(seen.files)
        code, errors, output = answer
        errors = _PROGRESS.sub("", errors)
        parts = (key, roots, _marks(seen.roots, place), files, code + errors, output, _states(seen.files))
        data = _END.join(parts).encode("utf-8", "surrogatepass")
        if len(data) > _LARGEST or any(_END in part for part in parts):
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_bytes(data)
        part.replace(file)
    except (OSError, ValueError):
        pass


def _marks(roots: Iterable[tuple[str, bool]], place: Path) -> str:
    return "\n".join(surroundings.stamp(root, whole, place) for root, whole in roots)


def _states(files: Iterable[str]) -> str:
    """For each file when it was written, and how large it is; of a folder whether it is there."""
    return "\n".join(map(_state, files))


def _state(file: str) -> str:
    try:
        status = os.stat(file)  # noqa: PTH116
    except OSError:
        return "-"
    is_folder = status.st_mode & 0o170000 == 0o040000
    return "+" if is_folder else f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size}"
