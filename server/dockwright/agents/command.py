"""`dockwright mcp`: runs the server for coding agents on standard input and output."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from dockwright.cli.arguments import Parser
from dockwright.cli.reports.terminal import tell

MISSING = "package `mcp` not installed; run `pip install 'dockwright[mcp]'`"


def main(arguments: Sequence[str]) -> int:
    """Serve one client until it disconnects; exit status 2 if the server cannot run."""
    parser = _parser()
    folders = [Path(name) for name in parser.parse_args(arguments).root]
    if missing := [folder for folder in folders if not folder.is_dir()]:
        parser.error(f"`--root`: `{missing[0]}` is not a folder")
    if find_spec("mcp") is None:
        tell("dockwright mcp", MISSING)
        return 2
    try:
        from dockwright.agents.server import serve
    except ImportError as error:
        tell("dockwright mcp", f"cannot use package `mcp`; install 2.3 or newer: {error}")
        return 2
    gc.set_threshold(50_000, 20, 20)
    try:
        serve(folders)
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> Parser:
    parser = Parser("mcp", "Start the server for coding agents (Model Context Protocol) on standard input and output")
    parser.add_argument("--root", action="append", default=[], metavar="FOLDER",
                        help="only read files in this folder (default: the client's workspace)")  # fmt: skip
    return parser
