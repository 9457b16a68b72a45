"""`dockwright format`: lays files out in place, or says which would change."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from dockwright.cli import files
from dockwright.ide.format import formatting
from dockwright.syntax.tree import parse
from dockwright.text import apply


def main(arguments: Sequence[str]) -> int:
    """Format files; 1 when --check or --diff finds a change or a file does not parse, 2 when one cannot be read."""
    options = _parser().parse_args(arguments)
    return max([_one(name, options) for name in options.files])


def _one(name: str, options: argparse.Namespace) -> int:
    source = files.read(name)
    if source is None:
        return 2
    tree = parse(source)
    if tree.problems:
        first = tree.problems[0]
        line = tree.text.line_of(first.span.start) + 1
        sys.stderr.write(f"{name}:{line}: left as it is, because it does not parse: {first.message}\n")
        if name == "-" and not (options.check or options.diff):
            _write(source)
        return 1
    result = apply(source, formatting(tree))
    changed = result != source
    if options.diff:
        lines = difflib.unified_diff(source.splitlines(True), result.splitlines(True), name, name)
        _write("".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines))
    elif options.check:
        if changed:
            sys.stderr.write(f"{name}: would be laid out differently\n")
    elif name == "-":
        _write(result)
    elif changed:
        Path(name).write_bytes(result.encode("utf-8", "surrogateescape"))
    return int(changed and (options.check or options.diff))


def _write(text: str) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dockwright format", description="Lay out Dockerfiles in place.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a Dockerfile, or - for standard input to output")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a file would change")
    parser.add_argument("--diff", action="store_true", help="change nothing; show what would change, and exit 1 then")
    return parser
