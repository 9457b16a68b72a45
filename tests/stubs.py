"""Shell text run with stand-ins for all its programs, which note what they are called with.

A stand-in reads its input to the end first, so that those of a pipe are noted from left to right. File names are not
expanded: what is on the machine would come in.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dockwright.syntax.shell import Compound, Simple, parse_shell
from dockwright.text import Edit, apply

SHELLS = {
    name: command
    for name, command in {"dash": ["/bin/dash"], "bash": ["/bin/bash"], "busybox": ["/bin/busybox", "sh"]}.items()
    if Path(command[0]).exists()
}
_KEPT = frozenset({"set", "[", "test", "echo", "true", "false", ":", "export", "printf", "unset", "shift", "exit"})
_UNSAFE = re.compile(r"\b(PATH|IFS|ENV|BASH_ENV|LD_PRELOAD|SHELLOPTS|PROMPT_COMMAND|LOG|FAIL)\b")
_STUB = """#!/bin/sh
while read -r word; do :; done
me=${0##*/}
line=$me
for word; do line="$line\t$word"; done
count=1
while IFS= read -r one; do case "$one" in "$me" | "$me\t"*) count=$((count + 1)) ;; esac; done < "$LOG"
printf '%s\\n' "$line" >> "$LOG"
[ "$FAIL" != "$me:$count" ] || exit 3
"""


class Run(NamedTuple):
    """What a text did: its exit status, and what it called with which words."""

    status: int
    calls: tuple[tuple[str, ...], ...]


def stubbed(text: str) -> tuple[str, frozenset[str]] | None:
    """The text with every program replaced by a stand-in, and the names of these; None where not all of it is safe.

    One stand-in is both `apt` and `apt-get`.
    """
    script = parse_shell(text)
    if script.has_errors or _UNSAFE.search(text):
        return None
    for node in script.nodes():
        if isinstance(node, Compound) and node.kind in ("while", "until", "function", "test", "arithmetic"):
            return None
    for redirection in script.redirections():
        target = redirection.target.literal if redirection.target else None
        if target not in ("/dev/null", "1", "2") or "<<" in redirection.operator:
            return None
    edits: list[Edit] = []
    names: set[str] = set()
    for placed in script.simple_commands():
        command: Simple = placed.command
        if command.words and command.name is None:
            return None
        if command.words and command.name not in _KEPT:
            program = "apt-get" if command.name == "apt" else command.name or ""
            names.add(name := "stub_" + re.sub(r"\W", "_", program))
            edits.append(Edit(command.words[0].span, name))
    return apply(text, sorted(edits)), frozenset(names)


def install(folder: Path, names: frozenset[str]) -> None:
    """Put the stand-ins into a folder."""
    folder.mkdir(exist_ok=True)
    for name in names:
        if not (folder / name).exists():
            (folder / name).write_text(_STUB, encoding="utf-8")
            (folder / name).chmod(0o755)


def run(shell: list[str], texts: tuple[str, ...], programs: Path, fail: str = "") -> Run:
    """Run texts that `stubbed` gave, each in a new shell, as long as they succeed.

    `fail` is `name:n` for the call that is to fail.
    """
    work = programs.parent / "work"
    work.mkdir(exist_ok=True)
    log = programs.parent / "log"
    log.write_text("", encoding="utf-8")
    environment = {"PATH": str(programs), "LOG": str(log), "FAIL": fail}
    status = 0
    for text in texts:
        command = [*shell, "-f", "-c", text]
        done = subprocess.run(
            command, cwd=work, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if status := done.returncode:
            break
    calls = tuple(tuple(line.split("\t")) for line in log.read_text(encoding="utf-8").splitlines())
    return Run(status, calls)


def compare(
    before: tuple[str, ...],
    after: tuple[str, ...],
    programs: Path,
    same: Callable[[Run, Run], bool],
    succeeds: Callable[[tuple[str, ...]], bool] = lambda call: False,
    shells: Iterable[str] = tuple(SHELLS),
) -> int:
    """Run both in each shell, all going well and with each of the first calls failing; how many were compared.

    None of it is run where a text holds something that has no stand-in. `succeeds` tells calls that are not to fail.
    """
    safe = [[found for text in texts if (found := stubbed(text))] for texts in (before, after)]
    if (len(safe[0]), len(safe[1])) != (len(before), len(after)):
        return 0
    install(programs, frozenset(name for part in safe for _, names in part for name in names))
    one, other = (tuple(text for text, _ in part) for part in safe)
    for name in shells:
        fails = ["", *_fails(run(SHELLS[name], one, programs), succeeds)]
        for fail in fails[:_MOST]:
            left, right = run(SHELLS[name], one, programs, fail), run(SHELLS[name], other, programs, fail)
            assert same(left, right), f"{name}, {fail or 'all well'}:\n{one}\n{other}\n{left}\n{right}"
    return 1


_MOST = 6


def _fails(well: Run, succeeds: Callable[[tuple[str, ...]], bool]) -> Iterator[str]:
    counts: dict[str, int] = {}
    done: set[str] = set()
    for call in well.calls:
        counts[call[0]] = counts.get(call[0], 0) + 1
        if succeeds(call):
            done.add(call[0])
        elif call[0] not in done:
            yield f"{call[0]}:{counts[call[0]]}"
