"""Checks files, and fixes them on request. Runs in any process and only depends on its jobs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from dockwright.cli.checks.chosen_rules import is_chosen, is_shellcheck
from dockwright.cli.jobs import Job, Outcome
from dockwright.cli.rows import Row, rows
from dockwright.config import Config

if TYPE_CHECKING:
    from dockwright.findings.engine import Selection
    from dockwright.ide.snapshot import Snapshot


def run(jobs: Sequence[Job]) -> list[Outcome]:
    """Check some files."""
    if not any(job.inline or job.host for job in jobs):
        return _run(jobs)
    from dockwright.cli.checks import host_file, inline

    jobs = [job._replace(source=host_file.fixed(job)) if job.host else job for job in jobs]
    parts = [inline.jobs(job) if job.inline or job.host else [job] for job in jobs]
    done = iter(_run([part for several in parts for part in several]))
    found = []
    for job, several in zip(jobs, parts, strict=True):
        outcome = inline.outcome(job, [next(done) for _ in several], _run) if job.inline else None
        if job.host:
            outcome = outcome or Outcome((), job.source, True)
            rows = (*outcome.rows, *host_file.rows(job._replace(source=outcome.result)))
            outcome = outcome._replace(rows=tuple(sorted(rows, key=lambda row: row[:4])))
        found.append(outcome or next(done))
    return found


def _run(jobs: Sequence[Job]) -> list[Outcome]:
    snapshots = [_checked(job) for job in jobs]
    asking = [index for index, job in enumerate(jobs) if not job.select or any(map(is_shellcheck, job.select))]
    whole = True
    if asking:
        from dockwright.cli.checks.shellchecks import remarked

        found, whole = remarked([snapshots[index] for index in asking])
        for index, snapshot in zip(asking, found, strict=True):
            snapshots[index] = snapshot
    return [
        Outcome(_rows(snapshot, job), snapshot.text.string, whole)
        for snapshot, job in zip(snapshots, jobs, strict=True)
    ]


def _checked(job: Job) -> Snapshot:
    from dockwright.ide.snapshot import Snapshot

    snapshot = Snapshot.of(job.source, _selection(job.config, job.select, job.ignore))
    if job.context is not None:
        from dockwright.cli.surroundings import context

        snapshot = snapshot.placed(context(job, tree=snapshot.tree))
    if job.fix:
        from dockwright.ide.actions.fix_all import fixed

        snapshot = fixed(snapshot, unsafe=job.fix == "unsafe")
    return snapshot


def _rows(snapshot: Snapshot, job: Job) -> tuple[Row, ...]:
    return tuple(row for row in rows(snapshot) if not row.code.startswith("SC") or _is_wanted(row.code, job))


def _is_wanted(code: str, job: Job) -> bool:
    chosen = not job.select or any(code.startswith(name.upper()) for name in job.select)
    left_out = any(code.startswith(name.upper()) for name in job.ignore)
    return chosen and (not left_out or code in locked(job.config))


def locked(config: Config) -> frozenset[str]:
    """The codes that a policy has locked, so that no option hides their findings."""
    return _selection(config, (), ()).locked if config.locks else frozenset()


@lru_cache(maxsize=32)
def _selection(config: Config, select: tuple[str, ...], ignore: tuple[str, ...]) -> Selection:
    """One object for equal settings, because findings of equal instructions are cached by it."""
    from dockwright.findings import engine, profiles

    return engine.select(
        config, lambda rule: is_chosen(rule, select, ignore, locked=bool(profiles.locks_of(rule, config)))
    )
