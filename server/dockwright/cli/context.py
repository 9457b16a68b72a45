"""`dockwright context ls|du|why|of`: the files in a build context, their sizes, and why one is excluded."""

from __future__ import annotations

import argparse
import json
import os
import posixpath
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dockwright.cli import progress
from dockwright.cli.arguments import Below, Parser
from dockwright.cli.reports.terminal import say, tell
from dockwright.context.builds.discovery import (
    Candidate,
    candidates,
    disagreement,
    ignore_file,
    survey_builds,
)
from dockwright.context.contents import Contents, contents
from dockwright.context.file_names import is_dockerfile
from dockwright.context.folder_walk import Listing, walk
from dockwright.context.sources import sources
from dockwright.context.values import Build
from dockwright.l10n.parts import filled
from dockwright.syntax.tree import parse
from dockwright.text import padded, printable

MOST_CANDIDATES = 20
DEFAULTS = ("Dockerfile", "dockerfile", "Containerfile")
"""The names that a build without `--file` tries, in order."""


def main(arguments: Sequence[str]) -> int:
    """Run the command; 2 if a file does not exist or the arguments are wrong."""
    options = _parser().parse_args(arguments)
    listing = walk(Path.cwd(), told=progress.reading() if progress.wanted() else None)
    if listing.partial:
        tell(str(Path.cwd()), f"only read in part: {listing.partial}; these files are not listed")
    found = survey_builds(listing.workspace())
    for notice in found.notices:
        sys.stderr.write(f"{_shown(say(notice))}\n")
    if options.what == "of":
        return max(_of(name, options, listing, found.builds) for name in options.dockerfiles)
    name = options.file or next(filter(listing.files.__contains__, DEFAULTS), DEFAULTS[0])
    if not (several := _candidates(name, listing, found.builds)):
        return _missing(name, listing)
    folder = several[0].context
    if options.context is not None:
        folder = _inside(options.context)
        if not _is_folder(folder, listing):
            _tell(options.context, f"folder not found in `{Path.cwd()}`")
            return 2
    elif not (several[0].sure and several[0].evidence) or len(several) > 1:
        guess = filled(say, "{} ({}); use `--context` to choose another", f"`{folder or '.'}`", _why_this(several))
        sys.stderr.write(f"{say('build context')}: {_shown(guess)}\n")
    ignored_by = ignore_file(_inside(name), folder, listing.workspace(), several[0].podman)
    held = contents(listing.workspace(), folder, ignored_by)
    if held.ignore and held.ignore.error:
        _tell(held.ignore.path, f"{held.ignore.error}, so the build fails")
    if held.undecided:
        _tell("dockwright context", f"{held.undecided}; all files are listed, but the build may exclude some")
    rows = {"ls": _ls, "du": _du, "why": _why}[options.what](held, options)
    for text, value in rows:
        print(json.dumps(value) if options.json else _shown(text))
    return 2 if options.what == "why" and not _all_are_there(held, options.paths) else 0


def _all_are_there(held: Contents, paths: Sequence[str]) -> bool:
    """Whether each path is in the context, possibly excluded; prints those that are not."""
    gone = [
        name
        for name in paths
        if not any(held.matching(path := _in_context(held, name))) and not (held.ignore and held.ignore.decide(path))
    ]
    for name in gone:
        _tell(name, f"not found in the build context `{held.root or '.'}`")
    return not gone


def _in_context(held: Contents, name: str) -> str:
    """A path from the command line, relative to the context."""
    path = _inside(name)
    return path.removeprefix(f"{held.root}/") if Path(name).is_absolute() else path


def _tell(place: str, problem: str) -> None:
    tell(_shown(place), _shown(problem))


def _shown(text: str) -> str:
    """A text safe for one line: names may contain invalid characters and line breaks."""
    return printable(text.encode("utf-8", "backslashreplace").decode())


def _missing(name: str, listing: Listing) -> int:
    """Print why a name is not a Dockerfile of this folder."""
    path = _inside(name)
    if _is_folder(path, listing):
        inside = [each for each in listing.files if posixpath.dirname(each) == path and is_dockerfile(each)]
        also = f"; it contains {', '.join(sorted(inside)[:3])}" if inside else ""
        _tell(name, f"this is a folder, not a Dockerfile{also}")
    elif path == ".." or path.startswith(("../", "/")):
        _tell(name, f"not inside `{Path.cwd()}`; run this in the workspace folder")
    elif path in listing.files:
        _tell(name, "cannot read the file: larger than 2 MB, not a regular file, or no permission")
    else:
        like = [each for each in listing.files if each.lower() == path.lower()]
        _tell(name, f"file not found in `{Path.cwd()}`" + (f"; did you mean `{like[0]}`?" if like else ""))
    return 2


def _is_folder(path: str, listing: Listing) -> bool:
    return path == "" or any(each.startswith(f"{path}/") for each in listing.files)


def _why_this(several: tuple[Candidate, ...]) -> str:
    first = several[0]
    if first.sure and first.evidence:
        return say(f"from `{first.evidence[0].label}`{disagreement(several)}")
    return say(first.reason)


def _of(name: str, options: argparse.Namespace, listing: Listing, builds: tuple[Build, ...]) -> int:
    found = _candidates(name, listing, builds)
    if not found:
        return _missing(name, listing)
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
        why = first.evidence[0].label if first.evidence else say(first.reason)
        notes = f"; {say(first.evidence[0].note)}" if first.evidence and first.evidence[0].note else ""
        told = (first.context or ".", f"{why}{notes}", ignored or say("none"))
        print(_shown(f"{first.dockerfile}: {filled(say, 'context {} ({}), ignore file {}', *told)}"))
        for other in found[1:] if first.sure else ():
            print(_shown(f"  {filled(say, 'or {} ({})', other.context or '.', other.evidence[0].label)}"))
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
    """A path from the command line, relative to the working directory."""
    place = Path(name.replace("\\", "/") if os.sep == "\\" or not Path(name).exists() else name)
    if place.is_absolute():
        # the working directory may be reached through a link
        for here in (Path.cwd(), Path(os.environ.get("PWD", "/"))):
            if place.is_relative_to(here):
                place = place.relative_to(here)
                break
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
        yield (
            f"{size:>14,}  {files:>8,} {padded(say('file' if files == 1 else 'files'), 5)}  {name}",
            {"path": name, "size": size, "files": files},
        )


def _why(held: Contents, options: argparse.Namespace) -> _Rows:
    return (fate(held, _in_context(held, name)) for name in options.paths)


def fate(held: Contents, path: str) -> tuple[str, dict[str, Any]]:
    """Whether a path of the context is sent, and the line that decides: as text, and as a value."""
    rule = held.ignore.decide(path) if held.ignore else None
    idle = "no ignore file pattern matches"
    where = f"{held.ignore.path}:{rule.line + 1}: {rule.text.strip()}" if held.ignore and rule else ""
    kind = "ignored" if rule and not rule.exception else "sent" if any(held.matching(path)) else "not in the context"
    decides = held.ignore and rule and {"file": held.ignore.path, "line": rule.line + 1, "pattern": rule.text.strip()}
    line: dict[str, Any] = decides or {}
    told = filled(say, f"{kind} ({{}})", where if rule else say(idle))
    return f"{path}: {told}", {"path": path, "fate": kind, **line}


def _parser() -> Parser:
    parser = Parser("context", "Show which files a build sees, how large they are, and why one is ignored")
    whats = parser.add_subparsers(dest="what", metavar="COMMAND", required=True, parser_class=Below)
    for name, says in (
        ("ls", "list the files sent to the build"),
        ("du", "show sizes per folder"),
        ("why", "show why a path is sent or not"),
    ):
        sub = whats.add_parser(name, help=says)
        if name == "why":
            sub.add_argument("paths", nargs="+", metavar="PATH", help="path relative to the build context")
        sub.add_argument("-f", "--file", help="Dockerfile to use (default: the one in the current folder)")
        sub.add_argument("--context", help="build context to use (default: detected)")
        sub.add_argument("--json", action="store_true", help="output one JSON object per line")
    sub = whats.add_parser("of", help="show the build context of a Dockerfile and where it comes from")
    sub.add_argument("dockerfiles", nargs="+", metavar="DOCKERFILE")
    sub.add_argument("--json", action="store_true", help="output one JSON object per line")
    return parser
