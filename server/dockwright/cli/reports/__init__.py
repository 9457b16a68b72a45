"""The formats findings are written in, each a function of the reports of all files; loaded one by one."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence

from dockwright.cli.rows import Report

FORMATS = (
    "text", "json", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "gnu", "sonarqube", "codacy", "agent",
)  # fmt: skip
"""Each is a module beside this one with a function `write`."""


def writer(name: str) -> Callable[[Sequence[Report]], str]:
    """What writes a format."""
    found: Callable[[Sequence[Report]], str] = importlib.import_module(f"dockwright.cli.reports.{name}").write
    return found


def usual(shown: bool) -> str:
    """The format where none is named; `shown` says whether findings go to standard output."""
    from dockwright.cli.reports.agent import is_wanted

    return "agent" if shown and is_wanted() else "text"
