"""Queries git's history with fixed arguments: no shell, no hooks, no signatures, no network."""

from __future__ import annotations

import os
import re
import subprocess
from functools import lru_cache
from pathlib import Path

REVISION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./~^-]*\Z|@\Z")
"""Neither an option nor a path: `HEAD~2`, `main`, `v1.2`, `origin/main`, a hash."""
SECONDS = 20.0
MOST_COMMITS = 200
"""So many are looked at where nobody says how many."""
SOON = 3.0
"""Seconds for what nobody has asked for."""
_SETTINGS = ("core.fsmonitor=false", "log.showSignature=false", "protocol.allow=never")
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


def content(folder: Path, revision: str, name: str) -> bytes | None:
    """A file of a folder at a revision; None if git does not have it."""
    return _git(folder, "show", f"{revision}:./{name}")


def tree(folder: Path, revision: str) -> dict[str, tuple[str, str, int]] | None:
    """By path, the mode, name and size of the files below a folder in a commit; submodules are left out."""
    if not REVISION.match(revision):
        return None
    data = _git(folder, "ls-tree", "-r", "-l", "-z", revision)
    if data is None:
        return None
    found = {}
    for line in data.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        told, _, path = line.partition("\t")
        mode, kind, name, size = told.split()
        if kind == "blob":
            found[path] = mode, name, int(size)
    return found


def blob(folder: Path, name: str) -> bytes | None:
    """What is in a file by the name that git gives its content."""
    return _git(folder, "cat-file", "blob", name)


def kept(folder: Path) -> set[str] | None:
    """The files below a folder that are in git, or that nothing tells git to ignore."""
    data = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return None if data is None else set(data.decode("utf-8", "surrogateescape").split("\0")[:-1])


def head(folder: Path) -> str | None:
    """The hash of the commit that is checked out; None outside of a repository."""
    data = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD", seconds=5.0)
    return data.decode("ascii", "replace").strip() if data else None


def is_commit(folder: Path, revision: str) -> bool:
    """Whether a revision names a commit of the repository."""
    return _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", seconds=5.0) is not None


def changes(folder: Path, since: str, most: int, seconds: float = SECONDS) -> list[list[str]] | None:
    """The paths below a folder that each commit changes, newest first; a merge is one. None without a history."""
    if since and not REVISION.match(since):
        return None
    form = ("--first-parent", "-m", "--no-renames", "--no-ext-diff", "--no-textconv", "--name-only", "--relative", "-z")
    ranges = [f"{since}..HEAD"] if since else ["HEAD"]
    data = _git(folder, "log", *form, "--format=%x01", f"--max-count={most}", *ranges, "--", seconds=seconds)
    if data is None:
        return None
    commits = data.decode("utf-8", "surrogateescape").split("\x01")[1:]
    return [[path for path in commit[1:].removeprefix("\n").split("\0") if path] for commit in commits]


def recent(folder: Path) -> list[list[str]] | None:
    """The last `changes`; asked once as long as the same commit is checked out."""
    place = folder.resolve()
    if "GIT_DIR" not in os.environ and not any((one / ".git").exists() for one in (place, *place.parents)):
        return None  # as git would say, but without starting it for each folder
    now = head(folder)
    return _recent(folder, now) if now else None


@lru_cache(maxsize=16)
def _recent(folder: Path, _: str) -> list[list[str]] | None:
    return changes(folder, "", MOST_COMMITS, SOON)


def _git(folder: Path, *arguments: str, seconds: float = SECONDS) -> bytes | None:
    """The output of git in a folder; None if it fails, takes too long or is not installed."""
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    command = ["git", "--no-pager", *settings, "--no-optional-locks", "-C", str(folder), *arguments]
    environment = {**os.environ, **_ENVIRONMENT}
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, check=False, env=environment
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
