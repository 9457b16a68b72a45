"""What `--baseline`, `--write-baseline` and `--changed-since` ask for; each loads what it needs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from dockwright.cli import files
from dockwright.cli.jobs import Job, Outcome
from dockwright.cli.rows import Report

if TYPE_CHECKING:
    from dockwright.cli.known.baseline import Baseline


def contradiction(options: argparse.Namespace) -> str:
    """What is wrong with options that do not go together."""
    if (options.fix or options.diff) and (options.baseline or options.changed_since is not None):
        return (
            "--fix and --diff work on whole files, so not with --baseline or --changed-since; "
            "write --format json and apply that with dockwright fix --from"
        )
    if options.write_baseline and (options.baseline or options.changed_since is not None or options.diff):
        return "--write-baseline writes all findings, so not with --baseline, --changed-since or --diff"
    return ""


def baseline(options: argparse.Namespace) -> Baseline | None:
    """The baseline that is named; empty where none is, None, with a message, where it cannot be read."""
    if not options.baseline:
        return {}
    from dockwright.cli.known.baseline import read

    return read(options.baseline)


def write_baseline(found: Sequence[Report], options: argparse.Namespace) -> bool:
    """Write all findings to the baseline that is named; False, with a message, where it cannot be written."""
    from dockwright.cli.known.baseline import written

    name = options.write_baseline
    done = files.write(name, written(name, found))
    if done:
        count = sum(len(report.rows) for report in found)
        sys.stderr.write(f"{name}: {count} finding{'s'[: count != 1]} written\n")
    return done


def less(name: str, baseline: Baseline, found: Sequence[Report]) -> list[Report]:
    """The reports, less what the baseline of this name holds."""
    from dockwright.cli.known.baseline import without

    return [without(name, baseline, report) for report in found]


def old(names: Sequence[str], options: argparse.Namespace) -> Mapping[str, str | None] | None:
    """The text of each file at the revision that is named; None, with a message, where it cannot be had."""
    if options.changed_since is None:
        return {}
    from dockwright.cli.known.revision import Refused, before

    try:
        return before(names, options.changed_since)
    except Refused as refused:
        sys.stderr.write(f"dockwright check: --changed-since: {refused}\n")
        return None


def changed(
    found: Sequence[Report],
    jobs: Sequence[Job],
    old: Mapping[str, str | None],
    run: Callable[[Sequence[Job]], Sequence[Outcome]],
) -> list[Report]:
    """The reports, less what files that were there before had in lines that stayed."""
    from dockwright.cli.known.changes import since

    before = [job._replace(source=text) for job in jobs if (text := old[job.name]) is not None]
    rows = {job.name: outcome.rows for job, outcome in zip(before, run(before), strict=True)}
    return [
        report if (text := old[report.path]) is None
        else report._replace(rows=since(text, rows[report.path], report.text, report.rows))
        for report in found
    ]  # fmt: skip
