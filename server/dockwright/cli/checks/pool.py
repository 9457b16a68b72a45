"""Checks many files in parallel, with as many processes as cores."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from dockwright.cli import progress
from dockwright.cli.checks.check_file import run
from dockwright.cli.jobs import Job, Outcome
from dockwright.cli.surroundings import listing, survey

FEW = 24
"""Checking so many files is faster than starting another process."""

TOGETHER = 32
"""Number of files per task, whose scripts are passed to ShellCheck together."""


def outcomes(jobs: Sequence[Job], shown: bool = False) -> Iterator[Outcome]:
    """The outcome of each job, in order; shows a progress bar on request."""
    found = _outcomes(jobs, progress.reading() if shown else None)
    return progress.counted(found, len(jobs)) if shown else found


def cores() -> int:
    """The number of processes that may run in parallel."""
    known = getattr(os, "sched_getaffinity", None)
    return len(known(0)) if known else os.cpu_count() or 1


def _outcomes(jobs: Sequence[Job], told: Callable[[int], None] | None) -> Iterator[Outcome]:
    for root, unsure in {(job.root, job.unsure) for job in jobs if job.context is not None} if told else ():
        listing(root, unsure, told)
    count = min(cores(), len(jobs) // FEW + 1)
    size = max(min(TOGETHER, -(-len(jobs) // count)), 1)
    parts = [jobs[start : start + size] for start in range(0, len(jobs), size)]
    if count == 1:
        yield from chain.from_iterable(map(run, parts))
        return
    import multiprocessing

    # a forked process has the rules loaded already; others load them themselves
    method = "fork" if sys.platform == "linux" else "spawn"
    if method == "fork":
        run([jobs[0]._replace(source="FROM scratch\n", fix="", context=None, inline="", host="")])
        for root, unsure in {(job.root, job.unsure) for job in jobs if job.context is not None}:
            survey(root, unsure)
    with multiprocessing.get_context(method).Pool(count) as pool:
        yield from chain.from_iterable(pool.imap(run, parts))
