"""The output formats, each a function of the reports of all files; imported on demand."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence

from dockwright.cli.rows import Report

FORMATS = (
    "text", "json", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "gnu", "sonarqube", "codacy", "agent",
)  # fmt: skip
"""Each is a module in this package with a function `write`."""


def writer(name: str) -> Callable[[Sequence[Report]], str]:
    """The writer of a format."""
    found: Callable[[Sequence[Report]], str] = importlib.import_module(f"dockwright.cli.reports.{name}").write
    return found


def usual(shown: bool) -> str:
    """The default format; `shown` tells whether findings go to standard output."""
    from dockwright.cli.reports.agent import is_wanted

    return "agent" if shown and is_wanted() else "text"
