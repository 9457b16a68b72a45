"""`dockwright format`: formats files in place, or lists those that would change."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from dockwright.cli import discover, files
from dockwright.cli.arguments import Parser
from dockwright.cli.reports.terminal import tell
from dockwright.cli.settings import Settings
from dockwright.ide.format.format import formatting
from dockwright.syntax.tree import parse
from dockwright.text import apply


def main(arguments: Sequence[str]) -> int:
    """Format files: 1 if --check or --diff finds a change or a file does not parse, 2 if one cannot be read."""
    options = _parser().parse_args(arguments)
    settings = Settings(options.config)
    names = discover.named(options.paths)
    if settings.missing or not names:
        if not settings.missing:
            tell("dockwright format", "no Dockerfile found in the folder; name files")
        return 2
    found, code = discover.dockerfiles(names, options.paths)
    return max([code, *(_one(name, source, options, settings) for name, source in found)])


def _one(name: str, source: str, options: argparse.Namespace, settings: Settings) -> int:
    shown = options.stdin_filename if name == "-" else name
    tree = parse(source)
    code = 0
    if tree.problems:
        first = tree.problems[0]
        line = tree.text.line_of(first.span.start) + 1
        tell(f"{shown}:{line}", f"instruction not formatted because of a syntax error: {first.message}")
        code = 1
    result = apply(source, formatting(tree, settings.of(shown).format, settings.style(shown)))
    if options.diff:
        files.write("-", files.diff(shown, source, result))
    elif options.check:
        if result != source:
            tell(shown, "would be reformatted")
    elif (name == "-" or result != source) and not files.write(name, result):
        return 2
    return max(code, int(result != source and (options.check or options.diff)))


def _parser() -> Parser:
    parser = Parser("format", "Format Dockerfiles in place")
    parser.add_argument(
        "paths", nargs="+", metavar="FILE", help="Dockerfiles or folders to format, or - for standard input"
    )
    parser.add_argument("--check", action="store_true", help="do not write; exit 1 if a file would change")
    parser.add_argument(
        "--diff", action="store_true", help="do not write; show what would change, and exit 1 if there are changes"
    )
    parser.add_argument("--config", metavar="FILE", help="configuration file to use (default: the nearest)")
    parser.add_argument("--stdin-filename", default="-", metavar="NAME", help="file name to use for standard input")
    return parser
