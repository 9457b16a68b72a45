"""What a file's instructions run, before and after a rewrite, replayed in real shells with a stand-in for each program.

A stand-in notes its arguments, its folder and what is exported, and fails where it is told to. Files that a text writes
land in a folder of the test, absolute paths too. What could reach anything else is not run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from dockwright.ide.snapshot import Snapshot
from dockwright.image.families import family
from dockwright.image.run_text import body_of
from dockwright.refactors.kit.started_commands import command_of, values
from dockwright.syntax.shell import Compound, Redirection, Script, Simple, Word, parse_shell, variables_used
from dockwright.text import Edit, apply

SHELLS = {
    name: command
    for name, command in {
        "dash": ("/bin/dash",), "bash": ("/bin/bash",), "bash as sh": ("/bin/bash", "--posix"),
        "busybox ash": ("/bin/busybox", "ash"),
    }.items()
    if Path(command[0]).exists()
}  # fmt: skip
MOST = 8
"""Calls of which each is made to fail."""
_KEPT = frozenset(
    {
        "set",
        "[",
        "test",
        "echo",
        "true",
        "false",
        ":",
        "export",
        "printf",
        "unset",
        "shift",
        "exit",
        "cd",
        "umask",
        "eval",
    }
)
_UNSAFE = re.compile(
    r"\b(PATH|IFS|ENV|BASH_ENV|LD_PRELOAD|SHELLOPTS|PROMPT_COMMAND|LOG|FAIL|COUNTS|PS4)\b|/dev/(?!null\b)"
)
_SHELL = re.compile(r"stub_(?:_bin_|_usr_bin_)?(?:ba|da|a)?sh")
_STUB = """#!/bin/sh
while read -r word; do :; done
me=${0##*/}
line=$me
for word; do line="$line\t$word"; done
n=0
[ ! -f "$COUNTS/$me" ] || read -r n < "$COUNTS/$me"
n=$((n + 1))
echo $n > "$COUNTS/$me"
printf '%s in %s\\n' "$line" "$PWD" >> "$LOG"
export -p >> "$LOG.env"
[ "$FAIL" != "$me:$n" ] || exit 3
"""


class Shown(NamedTuple):
    """A command that an instruction runs."""

    folder: str
    words: tuple[str, ...]
    shells: tuple[str, ...]
    """Which of `SHELLS` may run it."""


class Outcome(NamedTuple):
    status: int
    calls: str
    exported: tuple[str, ...]
    files: tuple[tuple[str, int, str], ...]


def changed(before: Snapshot, after: Snapshot) -> tuple[list[Shown], list[Shown]]:
    """What the two run, without what is the same at the beginning and at the end."""
    one, other = list(_shown(before)), list(_shown(after))
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    one, other = one[start:], other[start:]
    end = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one[::-1], other[::-1], strict=False)))
    return one[: len(one) - end], other[: len(other) - end]


def _shown(snapshot: Snapshot) -> Iterator[Shown]:
    for stage in snapshot.model.stages:
        for step in stage.steps:
            folder, shell = step.before.workdir or "/", step.before.shell
            if step.instruction.inner or step.instruction.name not in ("RUN", "CMD", "ENTRYPOINT"):
                continue
            command = command_of(step.instruction.unit)
            if command is not None and command.words is not None:
                yield Shown(folder, values(command), _shells(stage, values(command)))
            elif command is not None and step.instruction.name != "RUN":
                yield Shown(folder, (*shell, command.text), _shells(stage, shell))
            elif body := body_of(step):
                yield Shown(folder, (*shell, body.text), _shells(stage, shell))


def _shells(stage: object, words: Sequence[str]) -> tuple[str, ...]:
    name = words[0].rpartition("/")[2] if words else ""
    if name in ("bash", "dash"):
        return (name,)
    if name != "sh":
        return ("busybox ash",) if name == "ash" else tuple(SHELLS)
    known = family(stage)  # type: ignore[arg-type]
    if known in ("debian", "ubuntu"):
        return ("dash",)
    return ("busybox ash",) if known in ("alpine", "busybox") else ("dash", "bash as sh", "busybox ash")


class Replay:
    """The folder in which texts are run, and the stand-ins of their programs."""

    def __init__(self, folder: Path) -> None:
        self.root, self.programs, self.notes = folder / "root", folder / "programs", folder / "notes"
        self.folders: set[str] = set()
        """What every side may go to: WORKDIR makes its folder, `cd` does not."""
        for place in (self.root, self.programs, self.notes):
            place.mkdir()

    def compare(self, before: list[Shown], after: list[Shown]) -> tuple[int, list[str]]:
        """How many runs were compared, in each shell and with each failure, and those that differ."""
        sides = [[self._prepared(shown) for shown in side] for side in (before, after)]
        if not before or not after or any(found is None for side in sides for found in side):
            return 0, []
        called = [{name for found in side if found for name in found[1] if _SHELL.fullmatch(name)} for side in sides]
        if called[0] != called[1]:
            return 0, []  # a shell that is a program on one side and runs the text itself on the other
        names = {name for side in sides for found in side if found for name in found[1]}
        used = {name for side in sides for found in side if found for name in found[2]}
        for name in names:
            stub = self.programs / name
            if not stub.exists():
                stub.write_text(_STUB, encoding="utf-8")
                stub.chmod(0o755)
        shells = [name for name in SHELLS if all(name in shown.shells for shown in (*before, *after))]
        count, wrong = 0, []
        for shell in shells:
            one, other = ([(shown.folder, found[0]) for shown, found in zip(each, side, strict=True) if found]
                          for each, side in zip((before, after), sides, strict=True))  # fmt: skip
            self.folders = {shown.folder for shown in (*before, *after)}
            well = self._run(shell, one, used, "")
            if well.status == 2 and not well.calls and not self._understood(shell, one):
                continue  # the build stops however the text is split
            for fail in ("", *list(dict.fromkeys(_calls(well)))[:MOST]):
                left = self._run(shell, one, used, fail) if fail else well
                right = self._run(shell, other, used, fail)
                count += 1
                if left != right:
                    wrong.append(f"{shell}, {fail or 'all well'}:\n{one}\n{other}\n{left}\n{right}")
        return count, wrong

    def _understood(self, shell: str, texts: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
        """Whether a shell can parse all of its texts."""
        scripts = [words[-1] for _, words in texts if words[0] == "sh"]
        return all(
            subprocess.run([*SHELLS[shell], "-n", "-c", script], capture_output=True, check=False).returncode == 0
            for script in scripts
        )

    def _prepared(self, shown: Shown) -> tuple[tuple[str, ...], set[str], set[str]] | None:
        """The words with stand-ins, their names, and the variables that are used; None where not all of it is safe."""
        words = shown.words
        if not words:
            return None
        if words[0].rpartition("/")[2] not in ("sh", "bash", "dash", "ash") or not any(
            "c" in each for each in words[1:-1]
        ):
            name = "stub_" + re.sub(r"\W", "_", words[0])
            return (name, *words[1:]), {name}, set()
        script = parse_shell(words[-1])
        found = self._stubbed(script)
        if found is None:
            return None
        text, names = found
        used = {variable.name for variable in variables_used(script) if variable.name.isupper()}
        return ("sh", *words[1:-1], text), names, used

    def _stubbed(self, script: Script) -> tuple[str, set[str]] | None:
        if script.has_errors or _UNSAFE.search(script.text):
            return None
        for node in script.nodes():
            if isinstance(node, Compound) and node.kind in ("while", "until", "function", "test", "arithmetic"):
                return None
            if any(mark.text == "&" for mark in getattr(node, "separators", ())):
                return None
        edits: dict[Edit, None] = {}
        for redirection in script.redirections():
            if not self._redirected(redirection, edits):
                return None
        names: set[str] = set()
        for placed in script.simple_commands():
            command: Simple = placed.command
            if command.words and command.name is None:
                return None
            if command.name == "cd":
                if len(command.words) != 2 or not self._moved(command.words[1], edits, "/."):
                    return None
            elif command.name in ("eval", "exec"):
                if command.name == "eval" or not command.arguments or not command.arguments[0].literal:
                    return None
                name = "stub_" + re.sub(r"\W", "_", command.arguments[0].literal)
                names.add(name)
                edits[Edit(command.arguments[0].span, name)] = None
            elif command.words and command.name not in _KEPT:
                name = "stub_" + re.sub(r"\W", "_", command.name or "")
                names.add(name)
                edits[Edit(command.words[0].span, name)] = None
        return apply(script.text, sorted(edits)), names

    def _redirected(self, item: Redirection, edits: dict[Edit, None]) -> bool:
        target = item.target.literal if item.target else None
        if "<<" in item.operator or target in ("/dev/null", "1", "2"):
            return True
        return item.target is not None and self._moved(item.target, edits)

    def _moved(self, word: Word, edits: dict[Edit, None], end: str = "") -> bool:
        """Put an absolute path below the folder of the test; whether that can be done."""
        path = word.literal
        if not path or word.is_pattern or ".." in path or path.startswith(("-", "~")):
            return False
        if path.startswith("/"):
            edits[Edit(word.span, f"'{self.root}{path}{end}'")] = None
        return True

    def _run(self, shell: str, texts: Sequence[tuple[str, tuple[str, ...]]], used: set[str], fail: str) -> Outcome:
        for place in (self.root, self.notes):
            shutil.rmtree(place)
            place.mkdir()
        for _, words in texts:
            for path in re.findall(rf"'{re.escape(str(self.root))}(/[^']*)'", words[-1]):
                (self.root / path.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
                if path.endswith("/."):
                    (self.root / path.lstrip("/").removesuffix("/.")).mkdir(parents=True, exist_ok=True)
        for folder in self.folders:
            (self.root / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
        environment = dict.fromkeys(used, "v") | {
            "PATH": str(self.programs), "LOG": str(self.notes / "log"), "FAIL": fail, "COUNTS": str(self.notes),
        }  # fmt: skip
        status = 0
        for folder, words in texts:
            place = self.root / folder.lstrip("/")
            place.mkdir(parents=True, exist_ok=True)
            command = [*SHELLS[shell], "-f", *words[1:]] if words[0] == "sh" else list(words)
            if words[0] != "sh":
                command[0] = str(self.programs / words[0])
            done = subprocess.run(
                command, cwd=place, env=environment | {"PWD": str(place)}, stdin=subprocess.DEVNULL,
                capture_output=True, check=False, timeout=600,
            )  # fmt: skip
            if status := done.returncode:
                break
        log, exported = self.notes / "log", self.notes / "log.env"
        calls = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        lines = exported.read_text(encoding="utf-8", errors="replace").splitlines() if exported.exists() else []
        plain = tuple(line for line in lines if not re.match(r"(export|declare -x) (_|OLDPWD|PWD|SHLVL)\b", line))
        return Outcome(status, calls, plain, tuple(sorted(self._files())))

    def _files(self) -> Iterator[tuple[str, int, str]]:
        for folder, _, files in os.walk(self.root):
            for name in files:
                path = Path(folder, name)
                yield str(path.relative_to(self.root)), path.stat().st_mode, path.read_text(errors="replace")


def _calls(well: Outcome) -> Iterator[str]:
    counts: dict[str, int] = {}
    for line in well.calls.splitlines():
        name = re.match(r"stub_\w*", line)
        if name:
            counts[name[0]] = counts.get(name[0], 0) + 1
            yield f"{name[0]}:{counts[name[0]]}"
