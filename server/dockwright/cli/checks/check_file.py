"""Checks files, and fixes them on request. Runs in any process and only depends on its jobs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from dockwright.cli.jobs import Job, Outcome
from dockwright.cli.rows import Row, rows
from dockwright.config import Config

if TYPE_CHECKING:
    from dockwright.findings.engine import Selection
    from dockwright.findings.rule import Rule
    from dockwright.ide.snapshot import Snapshot


def run(jobs: Sequence[Job]) -> list[Outcome]:
    """Check some files."""
    if not any(job.inline for job in jobs):
        return _run(jobs)
    from dockwright.cli.checks import inline

    parts = [inline.jobs(job) if job.inline else [job] for job in jobs]
    done = iter(_run([part for several in parts for part in several]))
    return [
        inline.outcome(job, [next(done) for _ in several], _run) if job.inline else next(done)
        for job, several in zip(jobs, parts, strict=True)
    ]


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

        snapshot = snapshot.placed(context(job))
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


def is_shellcheck(name: str) -> bool:
    """Whether a name is a prefix of ShellCheck's codes, such as `SC` or `SC2086`."""
    return name[:2].upper() == "SC" and (not name[2:] or name[2:].isdigit())


def matches(rule: Rule, name: str) -> bool:
    """Whether a name in `--select` or `--ignore` matches a rule: a prefix of its code or an alias, or its group."""
    wanted = name.lower()
    return any(own.lower().startswith(wanted) for own in rule.names) or wanted in rule.groups


@lru_cache(maxsize=32)
def _selection(config: Config, select: tuple[str, ...], ignore: tuple[str, ...]) -> Selection:
    """One object for equal settings, because findings of equal instructions are cached by it."""
    from dockwright.findings import engine, profiles

    def wanted(rule: Rule) -> bool:
        chosen = not select or any(matches(rule, name) for name in select)
        return chosen and not (any(matches(rule, name) for name in ignore) and not profiles.locks_of(rule, config))

    return engine.select(config, wanted)
