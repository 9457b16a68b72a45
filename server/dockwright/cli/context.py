"""`dockwright context ls|du|why|of`: which files a build sees, how large they are, and why one is left out."""

from __future__ import annotations

import argparse
import json
import posixpath
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dockwright.cli.arguments import Parser
from dockwright.context.contents import Contents, contents
from dockwright.context.discovery import Candidate, candidates, discover, ignore_file
from dockwright.context.folders import Listing, walk
from dockwright.context.sources import sources
from dockwright.context.values import Build
from dockwright.syntax.tree import parse

MOST_CANDIDATES = 20


def main(arguments: Sequence[str]) -> int:
    """Run the command; 2 when a file is not there or the arguments are wrong."""
    options = _parser().parse_args(arguments)
    listing = walk(Path.cwd(), told=_progress() if sys.stderr.isatty() else None)
    if listing.partial:
        sys.stderr.write(f"The folder was not read whole: {listing.partial}.\n")
    builds = discover(listing.workspace())
    if options.what == "of":
        return max((_of(name, options, listing, builds) for name in options.dockerfiles), default=0)
    name = options.file
    if not (found := _candidates(name, listing, builds)):
        sys.stderr.write(f"{name}: no such file below this folder\n")
        return 2
    folder = _inside(options.context) if options.context is not None else found[0].context
    ignored_by = ignore_file(_inside(name), folder, listing.workspace(), found[0].podman)
    held = contents(listing.workspace(), folder, ignored_by)
    if held.ignore and held.ignore.error:
        sys.stderr.write(f"{held.ignore.path}: {held.ignore.error}; the build fails with it\n")
    if held.undecided:
        sys.stderr.write(f"{held.undecided}: every file is listed, though the build may leave it out.\n")
    rows = {"ls": _ls, "du": _du, "why": _why}[options.what](held, options)
    for text, value in rows:
        print(json.dumps(value) if options.json else text.encode("utf-8", "backslashreplace").decode())
    return 0


def _progress() -> Callable[[int], None]:
    """Says on a terminal how far a walk is that takes more than a moment; the line is wiped at the end."""
    started = time.monotonic()

    def told(entries: int) -> None:
        if time.monotonic() - started > 1:
            says = f"\r{entries:,} files and folders read" if entries else f"\r{'':60}\r"
            sys.stderr.write(says)
            sys.stderr.flush()

    return told


def _of(name: str, options: argparse.Namespace, listing: Listing, builds: tuple[Build, ...]) -> int:
    found = _candidates(name, listing, builds)
    if not found:
        sys.stderr.write(f"{name}: no such file below this folder\n")
        return 2
    first = found[0]
    ignored = ignore_file(first.dockerfile, first.context, listing.workspace(), first.podman)
    value = {
        "dockerfile": first.dockerfile,
        "context": first.context,
        "ignoreFile": ignored,
        "sure": first.sure,
        "candidates": [_candidate(candidate) for candidate in found[:MOST_CANDIDATES]],
    }
    if options.json:
        print(json.dumps(value))
    else:
        why = first.evidence[0].label if first.evidence else first.reason
        print(f"{first.dockerfile}: context {first.context or '.'} ({why}), ignore file {ignored or 'none'}")
    return 0


def _candidate(candidate: Candidate) -> dict[str, Any]:
    evidence = [
        {
            "kind": build.kind,
            "file": build.file,
            "line": build.line + 1,
            "name": build.name,
            "target": build.target,
            "platforms": list(build.platforms),
            "args": dict(build.args),
            "note": build.note,
        }
        for build in candidate.evidence
    ]
    return {"context": candidate.context, "sure": candidate.sure, "reason": candidate.reason, "evidence": evidence}


def _candidates(name: str, listing: Listing, builds: tuple[Build, ...]) -> tuple[Candidate, ...]:
    path = _inside(name)
    text = listing.read(path)
    if text is None:
        return ()
    return candidates(path, sources(parse(text)), builds, listing.workspace())


def _inside(name: str) -> str:
    """A path given on the command line, relative to the working directory."""
    place = Path(name)
    if place.is_absolute() and place.is_relative_to(Path.cwd()):
        place = place.relative_to(Path.cwd())
    path = posixpath.normpath(place.as_posix())
    return "" if path == "." else path


_Rows = Iterator[tuple[str, dict[str, Any]]]


def _ls(held: Contents, options: argparse.Namespace) -> _Rows:
    for entry in sorted(held.sent, key=lambda entry: entry.path):
        yield entry.path, {"path": entry.path, "size": entry.size}


def _du(held: Contents, options: argparse.Namespace) -> _Rows:
    sizes: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for entry in held.sent:
        top = entry.path.split("/")[0]
        for name in (top, "."):
            sizes[name][0] += entry.size
            sizes[name][1] += 1
    for name, (size, files) in sorted(sizes.items(), key=lambda item: -item[1][0]):
        yield f"{size:>14,}  {files:>8,} files  {name}", {"path": name, "size": size, "files": files}


def _why(held: Contents, options: argparse.Namespace) -> _Rows:
    for name in options.paths:
        path = _inside(name)
        rule = held.ignore.decide(path) if held.ignore else None
        where = f"{held.ignore.path}:{rule.line + 1}: {rule.text.strip()}" if held.ignore and rule else "no line"
        fate = (
            "ignored" if rule and not rule.exception else "sent" if any(held.matching(path)) else "not in the context"
        )
        line = {"line": rule.line + 1, "pattern": rule.text.strip()} if rule else {}
        yield f"{path}: {fate} ({where})", {"path": path, "fate": fate, **line}


def _parser() -> Parser:
    parser = Parser("context", "Tell which files a build sees, how large they are, and why one is left out.")
    whats = parser.add_subparsers(dest="what", required=True, parser_class=argparse.ArgumentParser)
    for name, says in (("ls", "list what is sent"), ("du", "sizes by folder"), ("why", "the line that decides")):
        sub = whats.add_parser(name, help=says)
        if name == "why":
            sub.add_argument("paths", nargs="+", metavar="PATH", help="relative to the context")
        sub.add_argument("-f", "--file", default="Dockerfile", help="the Dockerfile")
        sub.add_argument("--context", help="the context, instead of the one that is found")
        sub.add_argument("--json", action="store_true", help="one object a line")
    sub = whats.add_parser("of", help="the context of a Dockerfile, and what says so")
    sub.add_argument("dockerfiles", nargs="+", metavar="DOCKERFILE")
    sub.add_argument("--json", action="store_true", help="one object a line")
    return parser
