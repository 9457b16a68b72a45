"""`python -m benchmarks.rules`: all rules after a keystroke, and on whole files compared to hadolint. CPU time, ms."""

from __future__ import annotations

import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.sources import all_files, document
from dockwright.config import Config
from dockwright.findings.engine import Selection, select
from dockwright.frozen import replace
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, Span

LINES = 300
KEYSTROKES = 600
PROFILES = ("default", "hadolint", "strict")


def main() -> None:
    """Measure and print; nothing passes or fails."""
    print(f"One keystroke somewhere in {LINES} lines of real files, all rules: CPU ms\n")
    _row("profile", "median", "p95", "max", "tree and model, p95")
    for profile in PROFILES:
        whole, rules = _keystrokes(document(LINES), select(Config(profile=profile)))  # type: ignore[arg-type]
        before = [all_of_it - part for all_of_it, part in zip(whole, rules, strict=True)]
        _row(profile, *(f"{value:.2f}" for value in (statistics.median(whole), _p95(whole), max(whole), _p95(before))))
    files = all_files()
    print(f"\n{len(files)} files, each once, from cold: CPU s\n")
    ours = {profile: _cold(files, select(Config(profile=profile))) for profile in PROFILES}  # type: ignore[arg-type]
    theirs = _hadolint(files)
    _row("", "seconds", "of hadolint's")
    for name, seconds in [*ours.items(), ("hadolint itself", theirs)]:
        _row(name, f"{seconds:.1f}", f"1/{theirs / seconds:.1f}" if seconds and theirs else "-")
    print("\nhadolint has ShellCheck built in and cannot do without; these rules leave it to a program of its own.")
    if "--slowest" in sys.argv:
        _slowest(files)


def _keystrokes(source: str, selection: Selection) -> tuple[list[float], list[float]]:
    """The times of keystrokes including findings, and of findings alone; a letter is typed and removed."""
    chance = random.Random(1)
    snapshot = Snapshot.of(source, selection)
    snapshot.findings  # noqa: B018 - an editor has them already
    whole, rules = [], []
    for _ in range(KEYSTROKES // 2):
        offset = chance.randrange(len(source))
        for edit in (Edit(Span(offset, offset), "x"), Edit(Span(offset, offset + 1), "")):
            started = time.process_time()
            snapshot = snapshot.edited([edit])
            snapshot.model  # noqa: B018 - this is what is measured
            between = time.process_time()
            snapshot.typed_report  # noqa: B018
            ended = time.process_time()
            whole.append((ended - started) * 1000)
            rules.append((ended - between) * 1000)
    return whole, rules


def _cold(files: list[str], selection: Selection) -> float:
    """Seconds for all files in a new process without caches."""
    return _in_child(lambda: [Snapshot.of(source, selection).groups for source in files])


def _in_child(work: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    os.waitpid(child, 0)
    return _cpu(resource.getrusage(resource.RUSAGE_CHILDREN)) - _cpu(before)


def _hadolint(files: list[str]) -> float:
    """Seconds of hadolint for the same files; 0 if it is not installed."""
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
    if program is None:
        return 0.0
    with TemporaryDirectory() as folder:
        names = []
        for index, source in enumerate(files):
            names.append(f"{index}.Dockerfile")
            (Path(folder) / names[-1]).write_text(source, encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([program, "--no-fail", *names], cwd=folder, stdout=subprocess.DEVNULL, check=False)
        return _cpu(resource.getrusage(resource.RUSAGE_CHILDREN)) - _cpu(before)


def _slowest(files: list[str]) -> None:
    """The slowest rules over all files."""
    taken: Counter[str] = Counter()
    selection = select(Config())
    for pairs in (selection.steps, selection.stages, selection.models):
        for index, (rule, level) in enumerate(pairs):

            def timed(*subject: object, rule=rule) -> list[object]:  # type: ignore[no-untyped-def]
                started = time.process_time()
                found = list(rule.check(*subject))
                taken[rule.code] += int((time.process_time() - started) * 1e6)
                return found

            pairs[index] = (replace(rule, check=timed), level)
    for source in files:
        Snapshot.of(source, selection).groups  # noqa: B018
    print()
    for code, micros in taken.most_common(25):
        _row(code, f"{micros / 1e6:.2f} s")


def _cpu(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _row(*cells: object) -> None:
    print("".join(f"{cell!s:<22}" for cell in cells).rstrip())
    sys.stdout.flush()


if __name__ == "__main__":
    main()
