"""`dockwright completion bash|zsh|fish`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from dockwright.cli.arguments import Parser
from dockwright.cli.main import COMMANDS, SERVERS

SHELLS = ("bash", "zsh", "fish")


def main(arguments: Sequence[str]) -> int:
    """Print a script."""
    sys.stdout.write(script(_parser().parse_args(arguments).shell))
    return 0


def script(shell: str) -> str:
    """What a shell reads to complete `dockwright`; shtab writes it."""
    import shtab

    written: str = shtab.complete(_commands(), shell)
    if shell == "zsh":  # where shtab has only the first of several files completed
        written = written.replace('"(*)::', '"*:').replace('"(*):', '"*:')
    return written if written.endswith("\n") else f"{written}\n"


def _commands() -> argparse.ArgumentParser:
    """All commands as one parser, with what may stand for each argument."""
    whole = argparse.ArgumentParser("dockwright", add_help=False)
    commands = whole.add_subparsers()
    for command, about in {**COMMANDS, **SERVERS}.items():
        module = importlib.import_module(f"dockwright.cli.{command}") if command in COMMANDS else None
        make = getattr(module, "_parser", None)
        parents = [make()] if make else []
        _describe(commands.add_parser(command, help=about, parents=parents, add_help=not parents))
    return whole


def _describe(parser: argparse.ArgumentParser) -> None:
    import shtab

    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                _describe(inner)
        elif action.metavar in ("CODE", "RULE"):
            from dockwright.findings.rule import all_rules

            action.choices = sorted({name for rule in all_rules() for name in rule.names if "/" not in name})
        elif action.nargs != 0 and not action.choices:
            is_folder = action.metavar == "FOLDER" or action.dest == "context"
            action.complete = shtab.DIRECTORY if is_folder else shtab.FILE  # type: ignore[attr-defined]


def _parser() -> Parser:
    parser = Parser("completion", "Print a script that makes a shell complete dockwright's commands and options.")
    parser.add_argument("shell", choices=SHELLS, help="the shell")
    return parser
