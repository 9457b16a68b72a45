"""`python -m benchmarks.command_line`: `check` compared to tally and hadolint, on one small file and on many.

The programs take turns within one run, because the load of a machine changes from minute to minute: CPU time counts,
and wall time only relative to the others.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.sources import ROOT, SHARED, document

ROUNDS = 9
HERE = Path(sys.executable).parent
OURS = [sys.executable, "-m", "dockwright", "check"]
TALLY = ["lint", "--slow-checks", "off", "--ignore", "shellcheck/*", "--fail-level", "none", "--format", "json"]


class Taken(NamedTuple):
    """Seconds of CPU and wall time, and the peak memory of all processes together, in MiB."""

    cpu: float
    wall: float
    memory: float


def main() -> None:
    """Print two tables."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _one_file(place)
        if (SHARED / "corpus").is_dir():
            _many(place)


def _one_file(place: Path) -> None:
    file = place / "Dockerfile"
    file.write_text(document(30), encoding="utf-8")
    commands = {
        "dockwright": [*OURS, "--no-cache", "--no-shellcheck", str(file)],
        "dockwright, known file": [*OURS, str(file)],
        "dockwright and ShellCheck": [*OURS, "--no-cache", str(file)],
        **_others({"tally": [*TALLY, str(file)], "hadolint": [str(file)]}),
        **_others({"tally and ShellCheck": ["lint", str(file)]}),
    }
    print("30 lines, median ms\n")
    _table({name: [command] for name, command in commands.items()}, place, ROUNDS, 1000)


def _many(place: Path) -> None:
    files = sorted(str(path) for path in (SHARED / "corpus").glob("*.Dockerfile"))
    print(f"\n{len(files)} files, median s\n")
    commands = {
        "dockwright": [[*OURS, "--no-cache", "--no-shellcheck", "--format", "json", *files]],
        "dockwright and ShellCheck": [[*OURS, "--format", "json", *files]],
        "dockwright, known files": [[*OURS, "--format", "json", *files]],
        **{name: [command] for name, command in _others({"hadolint": ["-f", "json", *files]}).items()},
    }
    _table(commands, place, 1, 1)
    if not (tally := _others({"tally": TALLY})):
        return
    readable = _readable(tally["tally"], files)
    print(f"\n{len(readable)} files that tally reads, median s\n")
    both = {
        "dockwright": [[*OURS, "--no-cache", "--no-shellcheck", "--format", "json", *readable]],
        "tally": [[*tally["tally"], *readable]],
    }
    _table(both, place, 3, 1)


def _readable(command: Sequence[str], files: list[str]) -> list[str]:
    """Without files that make tally give up on all files."""
    files = list(files)
    while True:
        done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
        refused = re.search(r"Error: (?:failed to lint )?(\S+?):", done.stderr)
        if not refused or refused[1] not in files:
            return files
        files.remove(refused[1])


def _others(arguments: dict[str, list[str]]) -> dict[str, list[str]]:
    path = f"{HERE}{os.pathsep}{os.environ['PATH']}"
    found = {name: shutil.which(name.partition(" ")[0], path=path) for name in arguments}
    return {name: [program, *arguments[name]] for name, program in found.items() if program}


def _table(commands: dict[str, list[list[str]]], place: Path, rounds: int, scale: int) -> None:
    taken: dict[str, list[Taken]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, several in commands.items():
            runs = [_run(command, place) for command in several]
            taken[name].append(Taken(*(sum(values) for values in zip(*runs, strict=True))))
    print(f"{'':<26}{'CPU':>10}{'wall':>10}{'of ours':>10}{'MiB':>8}")
    ours = statistics.median(run.wall for run in taken["dockwright"])
    for name, runs in taken.items():
        cpu, wall, memory = (statistics.median(values) for values in zip(*runs, strict=True))
        print(f"{name:<26}{cpu * scale:>10.1f}{wall * scale:>10.1f}{wall / ours:>10.2f}{memory:>8.0f}", flush=True)


def _run(command: Sequence[str], place: Path) -> Taken:
    paths = {"PYTHONPATH": str(ROOT / "server"), "DOCKWRIGHT_CACHE": str(place / "cache")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **paths}, cwd=place
    )
    watch = _Watch(process.pid)
    process.wait()
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Taken(cpu, wall, watch.most())


class _Watch:
    """Samples the memory of a process and its children; shared pages count in parts, if the system reports that."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def most(self) -> float:
        self._done.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while True:
            self._most = max(self._most, sum(map(_mebibytes, _family(self._pid))))
            if self._done.wait(0.05):
                return


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in task.read_text().split():
                found += _family(int(child))
        except OSError:
            pass
    return found


def _mebibytes(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    match = re.search(r"Pss:\s+(\d+)", text)
    return int(match[1]) / 1024 if match else 0.0


if __name__ == "__main__":
    main()
