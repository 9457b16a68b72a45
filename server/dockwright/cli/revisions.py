"""`FILE@REV`: a file as git has it at a revision, read with fixed arguments, no shell and no hooks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from dockwright.cli import files

_REVISION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./~^-]*\Z|@\Z")
"""No option and no path: `HEAD~2`, `main`, `v1.2`, `origin/main`, a hash."""
SECONDS = 20


def read(name: str) -> tuple[str, str | None]:
    """The path, and the text of a file or of one at a revision; None, with a message, where it cannot be read."""
    path, at, revision = name.rpartition("@")
    if not at or not path or Path(name).exists():
        return name, files.read(name)
    if not _REVISION.match(revision):
        sys.stderr.write(f"{name}: `{revision}` is no name of a revision, such as HEAD~1 or main\n")
        return path, None
    place = Path(path)
    data = git(place.parent, "show", f"{revision}:./{place.name}")
    if data is None:
        sys.stderr.write(f"{name}: git has no file `{place.name}` at `{revision}`\n")
        return path, None
    return path, data.decode("utf-8", "surrogateescape")


def changes(folder: Path, since: str, most: int) -> list[list[str]] | None:
    """The paths below a folder that each commit changes, newest first, a merge as one; None without a history."""
    if since and not _REVISION.match(since):
        return None
    form = ("--first-parent", "-m", "--no-renames", "--no-ext-diff", "--no-textconv", "--name-only", "--relative", "-z")
    ranges = [f"{since}..HEAD"] if since else ["HEAD"]
    data = git(folder, "log", *form, "--format=%x01", f"--max-count={most}", *ranges, "--")
    if data is None:
        return None
    commits = data.decode("utf-8", "surrogateescape").split("\x01")[1:]
    return [[path for path in commit[1:].removeprefix("\n").split("\0") if path] for commit in commits]


def git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers in a folder; None where it fails or is not there."""
    command = ["git", "--no-pager", "-c", "core.fsmonitor=false", "--no-optional-locks", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
