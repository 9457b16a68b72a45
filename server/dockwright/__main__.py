"""The command `dockwright`: language server, command line, and MCP server."""

from __future__ import annotations

import gc
import importlib
import os
import sys

_HELP = """\
usage: dockwright lsp [--stdio | --tcp HOST:PORT]

Start the language server, for editors

options:
  -h, --help       show this help message and exit
  --stdio          talk on standard input and output (the default)
  --tcp HOST:PORT  wait for one editor at this address
"""


def main() -> int:
    """Run the subcommand named by the first argument. Editors may pass `--stdio` with or without `lsp`."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from dockwright import __version__

        sys.stdout.write(f"dockwright {__version__}\n")
        return 0
    rest = [argument for argument in arguments if argument != "--stdio"]
    if rest[:1] == ["lsp"] or (not rest and "--stdio" in arguments):
        return _serve(rest[1:])
    if rest[:1] == ["mcp"]:
        return _command_line("dockwright.agents.command", rest[1:])
    if rest[:1] == ["hook"]:
        return _command_line("dockwright.agents.hook", rest[1:])
    return _command_line("dockwright.cli.main", rest)


def _serve(arguments: list[str]) -> int:
    if arguments[:1] == ["--tcp"] and len(arguments) == 2:
        from dockwright.lsp.wire.tcp import serve_one

        if problem := serve_one(arguments[1]):
            sys.stderr.write(f"dockwright lsp: {_say(problem)}\n")
            return 2
    elif arguments in (["--help"], ["-h"]):
        sys.stdout.write(_say(_HELP))
        return 0
    elif arguments:
        problem = _say(f"unknown argument `{arguments[0]}`; use `--stdio` or `--tcp HOST:PORT`")
        sys.stderr.write(f"dockwright lsp: {problem}\n")
        return 2
    # Loaded modules stay alive and a keystroke makes few reference cycles, so collect garbage rarely.
    gc.set_threshold(50_000, 20, 20)
    from dockwright.lsp.server import main as serve

    return serve()


def _say(english: str) -> str:
    """A text in the language of the terminal."""
    from dockwright.l10n.catalogue import catalogue, wanted
    from dockwright.l10n.parts import said

    return said(catalogue(wanted("", os.environ)), english, foreign=True)


def _command_line(module: str, arguments: list[str]) -> int:
    try:
        code: int = importlib.import_module(module).main(arguments)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        sys.stderr.write(f"dockwright: {_say('command line not installed; only `dockwright lsp` works here')}\n")
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
