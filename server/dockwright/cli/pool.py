"""Many files at once: as many processes as there are cores, and a bar that shows how far they are."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import chain

from dockwright.cli.jobs import Job, Outcome
from dockwright.cli.surroundings import survey
from dockwright.cli.work import run

FEW = 24
"""Files that are checked sooner than another process is started."""

TOGETHER = 32
"""Files that are handed to a process at once, and whose shell text ShellCheck gets at once."""

_QUIET = 1.0
"""Seconds before the bar appears."""


def outcomes(jobs: Sequence[Job]) -> Iterator[Outcome]:
    """What comes of each job, in their order."""
    bar = _Bar(len(jobs))
    for done, outcome in enumerate(_outcomes(jobs), 1):
        bar.show(done)
        yield outcome
    bar.clear()


def cores() -> int:
    """How many processes may run at once."""
    known = getattr(os, "sched_getaffinity", None)
    return len(known(0)) if known else os.cpu_count() or 1


def _outcomes(jobs: Sequence[Job]) -> Iterator[Outcome]:
    count = min(cores(), len(jobs) // FEW + 1)
    size = max(min(TOGETHER, -(-len(jobs) // count)), 1)
    parts = [jobs[start : start + size] for start in range(0, len(jobs), size)]
    if count == 1:
        yield from chain.from_iterable(map(run, parts))
        return
    import multiprocessing

    # A forked process has the rules already; elsewhere each loads them itself.
    method = "fork" if sys.platform == "linux" else "spawn"
    if method == "fork":
        run([jobs[0]._replace(source="FROM scratch\n", fix="", context=None)])
        for root, unsure in {(job.root, job.unsure) for job in jobs if job.context is not None}:
            survey(root, unsure)
    with multiprocessing.get_context(method).Pool(count) as pool:
        yield from chain.from_iterable(pool.imap(run, parts))


class _Bar:
    """On standard error, where that is a terminal, and not before a second has passed."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._next = time.monotonic() + _QUIET if sys.stderr.isatty() else float("inf")
        self._shown = False

    def show(self, done: int) -> None:
        if (now := time.monotonic()) >= self._next:
            self._next = now + 0.1
            self._shown = True
            filled = 30 * done // self._total
            sys.stderr.write(f"\r[{'#' * filled}{'-' * (30 - filled)}] {done}/{self._total} files")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")
