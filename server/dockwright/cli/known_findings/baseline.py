"""Baseline files: the accepted findings of a project, so that only new ones are reported."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dockwright.cli import files
from dockwright.cli.reports.terminal import tell
from dockwright.cli.rows import Report

VERSION = 1
"""Version of the format, and of the computation of fingerprints."""

Baseline = Mapping[str, Mapping[str, str]]
"""By the path of a file relative to the baseline's folder: the code of each finding by fingerprint."""


def read(name: str) -> Baseline | None:
    """Parse a baseline file; prints a message and returns None if it cannot be read."""
    text = files.read(name)
    if text is None:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not _is_baseline(value.get("files")):
        tell(name, f"not a baseline file; `dockwright check --write-baseline {name}` writes one")
        return None
    if value.get("version") != VERSION:
        tell(name, "baseline written by another version of Dockwright; write it again")
        return None
    found: Baseline = value["files"]
    return found


def written(name: str, reports: Sequence[Report]) -> str:
    """The text of a baseline file with all these findings; equal findings give equal text."""
    found: dict[str, dict[str, str]] = {}
    for report in reports:
        if report.rows:
            found.setdefault(_key(name, report.path), {}).update((row.fingerprint, row.code) for row in report.rows)
    by_code = {path: dict(sorted(marks.items(), key=lambda item: item[::-1])) for path, marks in sorted(found.items())}
    return json.dumps({"version": VERSION, "files": by_code}, indent=1) + "\n"


def without(name: str, baseline: Baseline, report: Report, locked: frozenset[str] = frozenset()) -> Report:
    """A report without the findings that the baseline has for this file; those with a `locked` code stay."""
    known = baseline.get(_key(name, report.path), {})
    rows = (row for row in report.rows if row.code in locked or row.fingerprint not in known)
    return report._replace(rows=tuple(rows))


def _key(name: str, path: str) -> str:
    """The path of a file relative to the baseline's folder, independent of the working directory."""
    try:
        return Path(os.path.relpath(path, Path(name).parent)).as_posix()
    except ValueError:  # on another drive
        return Path(path).absolute().as_posix()


def _is_baseline(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(marks, dict) for marks in value.values())
