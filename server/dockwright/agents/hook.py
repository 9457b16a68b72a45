"""`dockwright hook`: what coding agents run after an edit. It tells the findings of a Dockerfile that was touched."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dockwright.cli.arguments import Parser
from dockwright.context.file_names import is_dockerfile

_PLACES = ("file_path", "filePath", "path")
TOLD = 2
"""The exit code by which agents hear what is written to standard error."""


def main(arguments: Sequence[str]) -> int:
    """Read what was done as JSON; 2 with the findings where there are some, else 0 and nothing."""
    parser = Parser("hook", "Read an edit of a coding agent from standard input and check the Dockerfile it changed")
    parser.add_argument("--fail-level", default="information", help="lowest level to report")
    options = parser.parse_args(arguments)
    try:
        name = _touched(json.load(sys.stdin))
    except (ValueError, RecursionError):
        return 0
    if not name or not is_dockerfile(name) or not Path(name).is_file():
        return 0
    from dockwright.cli.check import main as check
    from dockwright.cli.checks.whole_run import Seen

    with contextlib.redirect_stdout(io.StringIO()) as output:
        code = check(["--format", "agent", "--fail-level", options.fail_level, "--", name], Seen())
    if code != 1:
        return 0
    sys.stderr.write(output.getvalue())
    return TOLD


def _touched(event: Any) -> str:
    """The file of an edit; empty where there is none."""
    inner = event.get("tool_input") if isinstance(event, Mapping) else None
    tables = [table for table in (inner, event) if isinstance(table, Mapping)]
    found = (table[key] for table in tables for key in _PLACES if isinstance(table.get(key), str))
    return str(next(found, ""))
