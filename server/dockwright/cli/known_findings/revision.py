"""Files of a commit, read from git without running anything that a repository's configuration names.

Neither the working tree nor the index is read: that would run filters and monitors. Nothing is fetched or written.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

SECONDS = 60
"""Time limit for one command, in seconds."""
_OWN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_TRACE")
"""Variables, set in hooks, that would make git use another repository or do more."""
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_SETTINGS = ("core.fsmonitor=false", "core.hooksPath=", "protocol.allow=never", "log.showSignature=false")
_HASH = frozenset("0123456789abcdef")


class Refused(Exception):
    """Why files of a commit cannot be read, for the user."""


def before(paths: Sequence[str], revision: str) -> dict[str, str | None]:
    """The text of each file where the current branch forked from a revision; None if it did not exist.

    A file that was renamed since, in a commit, is found under its old name.
    """
    by_top: dict[Path, dict[str, str]] = {}
    for path in paths:
        place = Path(os.path.abspath(path))  # noqa: PTH100 - git has links as they are
        top = next((folder for folder in place.parents if (folder / ".git").exists()), None)
        if top is None:
            raise Refused(f"`{path}` is not in a git repository")
        by_top.setdefault(top, {})[path] = place.relative_to(top).as_posix()
    found: dict[str, str | None] = {}
    for top, names in by_top.items():
        found.update(_in(top, names, revision))
    return found


def _in(top: Path, names: Mapping[str, str], revision: str) -> dict[str, str | None]:
    commit = _hash(_asked(top, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"))
    if not commit:
        raise Refused(f"`{revision}` is not a commit in `{top}`; a shallow clone may lack it")
    # changes by others since then are not changes of this branch
    start = _hash(_asked(top, "merge-base", commit, "HEAD")) or commit
    found = dict(zip(names, _texts(top, start, list(names.values())), strict=True))
    missing = [path for path, text in found.items() if text is None]
    if missing:
        old = dict(_renamed(top, start))
        moved = {path: old[names[path]] for path in missing if names[path] in old}
        found.update(zip(moved, _texts(top, start, list(moved.values())), strict=True))
    return found


def _texts(top: Path, commit: str, names: Sequence[str]) -> list[str | None]:
    """The text of each file in a commit."""
    asked = [name for name in names if "\n" not in name]
    if not asked:
        return [None] * len(names)
    questions = b"".join(f"{commit}:{name}\n".encode("utf-8", "surrogateescape") for name in asked)
    answer = _asked(top, "cat-file", "--batch", given=questions)
    found: dict[str, str | None] = {}
    at = 0
    for name in asked:
        line = answer.find(b"\n", at)
        head = answer[at:line].split(b" ") if line >= 0 else []
        if len(head) != 3 or not head[2].isdigit() or not _hash(head[0]):  # `<name> missing`, or an ambiguous name
            at = line + 1
            continue
        size = int(head[2])
        if head[1] == b"blob":
            found[name] = answer[line + 1 : line + 1 + size].decode("utf-8", "surrogateescape")
        at = line + 1 + size + 1
    return [found.get(name) for name in names]


def _renamed(top: Path, commit: str) -> Iterator[tuple[str, str]]:
    """New and old names of the files that were renamed between a commit and the current one."""
    answer = _asked(
        top, "diff-tree", "-r", "-z", "--name-status", "--find-renames", "--diff-filter=R", "--no-ext-diff",
        "--no-textconv", commit, "HEAD",
    )  # fmt: skip
    fields = answer.decode("utf-8", "surrogateescape").split("\0")
    for _, old, new in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        yield new, old


def _hash(answer: bytes) -> str:
    text = answer.decode("ascii", "replace").strip().split("\n")[0]
    return text if len(text) >= 40 and _HASH.issuperset(text) else ""


def _asked(top: Path, *arguments: str, given: bytes = b"") -> bytes:
    """The output of git; empty if it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in _OWN}
    environment |= {**_QUIET, "GIT_CEILING_DIRECTORIES": str(top.parent)}
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    command = ["git", "--no-pager", "--no-replace-objects", *settings, *arguments]
    try:
        done = subprocess.run(
            command, cwd=top, env=environment, input=given, capture_output=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError:
        raise Refused("git is not installed") from None
    except (OSError, ValueError) as error:  # also for a revision with a null character
        raise Refused(f"cannot run git: {error}") from None
    except subprocess.TimeoutExpired:
        raise Refused(f"git did not finish within {SECONDS} seconds") from None
    if done.returncode and b"dubious ownership" in done.stderr:
        raise Refused(f"git does not trust `{top}`, which another user owns; see `git help safe.directory`")
    return done.stdout if not done.returncode else b""
