"""Many files at once: in as many processes as there are cores."""

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
"""Files that are checked sooner than another process is started."""

TOGETHER = 32
"""Files that are handed to a process at once, and whose shell text ShellCheck gets at once."""


def outcomes(jobs: Sequence[Job], shown: bool = False) -> Iterator[Outcome]:
    """What comes of each job, in their order; a bar is shown if that is asked for."""
    found = _outcomes(jobs, progress.reading() if shown else None)
    return progress.counted(found, len(jobs)) if shown else found


def cores() -> int:
    """How many processes may run at once."""
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

    # A forked process has the rules already; elsewhere each loads them itself.
    method = "fork" if sys.platform == "linux" else "spawn"
    if method == "fork":
        run([jobs[0]._replace(source="FROM scratch\n", fix="", context=None, inline="")])
        for root, unsure in {(job.root, job.unsure) for job in jobs if job.context is not None}:
            survey(root, unsure)
    with multiprocessing.get_context(method).Pool(count) as pool:
        yield from chain.from_iterable(pool.imap(run, parts))
