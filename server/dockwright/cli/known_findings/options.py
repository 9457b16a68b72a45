"""The options `--baseline`, `--write-baseline` and `--changed-since`; each imports what it needs."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from dockwright.cli import files
from dockwright.cli.jobs import Job, Outcome
from dockwright.cli.reports.terminal import tell
from dockwright.cli.rows import Report

if TYPE_CHECKING:
    from dockwright.cli.known_findings.baseline import Baseline


def contradiction(options: argparse.Namespace) -> str:
    """The error for options that exclude each other."""
    if (options.fix or options.diff) and (options.baseline or options.changed_since is not None):
        return (
            "`--fix` and `--diff` cannot be used with `--baseline` or `--changed-since`; "
            "apply a report of `--format json` with `dockwright fix --from`"
        )
    if options.write_baseline and (options.baseline or options.changed_since is not None or options.diff):
        return "`--write-baseline` cannot be used with `--baseline`, `--changed-since` or `--diff`"
    return ""


def baseline(options: argparse.Namespace) -> Baseline | None:
    """The baseline of the option; empty without it; prints a message and returns None if it cannot be read."""
    if not options.baseline:
        return {}
    from dockwright.cli.known_findings.baseline import read

    return read(options.baseline)


def write_baseline(found: Sequence[Report], options: argparse.Namespace) -> bool:
    """Write all findings to the baseline of the option; prints a message and returns False if that fails."""
    from dockwright.cli.known_findings.baseline import written

    name = options.write_baseline
    done = files.write(name, written(name, found))
    if done:
        count = sum(len(report.rows) for report in found)
        tell(name, f"{count} {'finding' if count == 1 else 'findings'} written")
    return done


def less(name: str, baseline: Baseline, found: Sequence[Report], locked: Mapping[str, frozenset[str]]) -> list[Report]:
    """The reports without the findings in the baseline; those with a `locked` code of their file stay."""
    from dockwright.cli.known_findings.baseline import without

    return [without(name, baseline, report, locked[report.path]) for report in found]


def old(names: Sequence[str], options: argparse.Namespace) -> Mapping[str, str | None] | None:
    """The text of each file at the revision of the option; prints a message and returns None if that fails."""
    if options.changed_since is None:
        return {}
    from dockwright.cli.known_findings.revision import Refused, before

    try:
        return before(names, options.changed_since)
    except Refused as refused:
        tell("dockwright check: --changed-since", str(refused))
        return None


def changed(
    found: Sequence[Report],
    jobs: Sequence[Job],
    old: Mapping[str, str | None],
    run: Callable[[Sequence[Job]], Sequence[Outcome]],
) -> list[Report]:
    """The reports, without findings on unchanged lines of files that existed before."""
    from dockwright.cli.known_findings.changes import since

    before = [job._replace(source=text) for job in jobs if (text := old[job.name]) is not None]
    rows = {job.name: outcome.rows for job, outcome in zip(before, run(before), strict=True)}
    return [
        report if (text := old[report.path]) is None
        else report._replace(rows=since(text, rows[report.path], report.text, report.rows))
        for report in found
    ]  # fmt: skip
