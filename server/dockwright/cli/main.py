"""The command line: imports only the command named by the first argument, and runs it."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Callable, Sequence

from dockwright.cli.reports.terminal import say, tell

COMMANDS = {
    "check": "Check Dockerfiles",
    "fix": "Apply the fixes of a report to files unchanged since",
    "format": "Format Dockerfiles without changing what is built",
    "inspect": "Show the syntax tree and the model of Dockerfiles",
    "context": "Show which files a build sees, and why one is ignored",
    "explain": "Explain a line of a Dockerfile",
    "plan": "Show the image a Dockerfile makes, without building it",
    "hadolint": "Check Dockerfiles with the command line of hadolint",
    "diff": "Show how a change to a Dockerfile changes the image",
    "cache": "Show which build steps run again when a file changes",
    "graph": "Draw the stages of a Dockerfile as a graph",
    "rule": "List all rules, or explain one",
    "completion": "Print a completion script for a shell",
    "tour": "Show what the language server does with a sample",
}
"""Each is a module in this package; a module that does not exist is not offered."""

SERVERS = {
    "lsp": "Start the language server, for editors",
    "mcp": "Start the server for coding agents (Model Context Protocol)",
    "hook": "Check what a coding agent has edited",
}
"""Commands that `dockwright.__main__` handles before."""

NO_ARGUMENTS = frozenset({"tour"})


def main(arguments: Sequence[str]) -> int:
    """Run a command: 0 on success, 1 with findings, 2 for wrong usage."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        sys.stdout.write(_help())
        return 0
    name, *rest = arguments
    if name not in _offered():
        import difflib

        close = difflib.get_close_matches(name, _offered(), 1)
        hint = f"did you mean `{close[0]}`?" if close else "see `dockwright --help`"
        tell("dockwright", f"unknown command `{name}`; {hint}")
        return 2
    # a command creates many long-lived values, so garbage collection is wasted time
    gc.set_threshold(1_000_000, 20, 20)
    try:
        code = _run(name, rest)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    return code


def _run(name: str, arguments: list[str]) -> int:
    def command() -> Callable[..., int]:
        found: Callable[..., int] = importlib.import_module(f"dockwright.cli.{name}").main
        return found

    if name != "check":
        return command()() if name in NO_ARGUMENTS else command()(arguments)
    from dockwright.cli.checks.whole_run import answered

    return answered(arguments, lambda seen: command()(arguments, seen))


def _offered() -> list[str]:
    from importlib.util import find_spec

    return [name for name in COMMANDS if find_spec(f"dockwright.cli.{name}")]


def _help() -> str:
    about = {name: COMMANDS[name] for name in _offered()} | SERVERS
    lines = "".join(f"  {name:11}{say(text)}\n" for name, text in about.items())
    more = say("Run `dockwright COMMAND --help` for the options of a command")
    return f"{say('usage: ')}dockwright COMMAND [ARGUMENTS]\n\n{lines}\n{more}\n"
