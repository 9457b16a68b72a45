"""`dockwright check`: the findings of the editor at the command line and in CI."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.cli import files, report
from dockwright.config import Config
from dockwright.config import files as config_files
from dockwright.ide.snapshot import Snapshot
from dockwright.rules import engine
from dockwright.rules.profiles import unknown
from dockwright.rules.rule import Rule
from dockwright.text import apply

if TYPE_CHECKING:
    from dockwright.context.known import Context

MOST_ROUNDS = 10
"""How often fixes are applied, each to what the last ones left."""

_LEVELS = {"error": 1, "warning": 2, "information": 3, "hint": 4, "none": 0}
_SKIPPED = frozenset({"node_modules", ".git", ".hg", ".svn", "vendor", ".venv", "venv", "__pycache__"})


def main(arguments: Sequence[str]) -> int:
    """Check files: 0 when nothing reaches --fail-level, 1 when something does, 2 when a file cannot be read."""
    options = _parser().parse_args(arguments)
    names = list(dict.fromkeys(_named(options.paths)))
    if not names:
        sys.stderr.write("dockwright check: no Dockerfile found; name files, or a folder that holds some\n")
        return 2
    known = _contexts(options.context) if options.context is not None else None
    code, fails = 0, False
    reports: list[report.Report] = []
    for name in names:
        source = files.read(name)
        if source is None:
            code = 2
            continue
        shown = options.stdin_filename if name == "-" else name
        config = _config(shown, options)
        snapshot = Snapshot.of(source, _selection(config, options))
        snapshot = snapshot.placed(known(shown, source)) if known else snapshot
        if options.fix:
            snapshot = _fixed(snapshot)
            _save(name, source, snapshot.text.string)
        reports.append(report.Report(shown, snapshot.text, tuple(snapshot.findings)))
        least = _LEVELS[options.fail_level or config.fail_level]
        fails = fails or any(finding.severity <= least for finding in snapshot.findings)
    out = sys.stderr if options.fix and "-" in names else sys.stdout
    out.write(report.FORMATS[options.format](reports).encode("utf-8", "backslashreplace").decode())
    return code or int(fails)


def _contexts(folder: str) -> Callable[[str, str], Context | None]:
    """What finds the build context of a file below the working directory; a folder that is named is the context."""
    from dockwright.context.folders import walk
    from dockwright.context.sources import sources
    from dockwright.context.survey import Survey
    from dockwright.syntax.tree import parse

    root = Path.cwd().resolve()
    survey = Survey(walk(root))
    place = Path(folder).resolve()
    chosen = place.relative_to(root).as_posix() if folder and place.is_relative_to(root) else None

    def known(name: str, source: str) -> Context | None:
        path = Path(name).resolve()
        if not path.is_relative_to(root):
            return None
        wanted = sources(parse(source)) if chosen is None else ()
        return survey.context(path.relative_to(root).as_posix(), wanted, "" if chosen == "." else chosen)

    return known


def _named(paths: Sequence[str]) -> Iterator[str]:
    """Files as they are named, and the Dockerfiles in folders."""
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if name not in _SKIPPED)
            found = (Path(folder, name) for name in sorted(names) if is_dockerfile(name))
            yield from (str(file) for file in found if file.is_file())


def is_dockerfile(name: str) -> bool:
    """Whether a file is a Dockerfile by its name, as editors see it."""
    lower = name.lower()
    if lower.endswith((".dockerignore", ".md", ".txt", ".j2", ".tpl", ".erb", ".template", ".tmpl")):
        return False
    stem = lower.split(".")[0]
    return stem in ("dockerfile", "containerfile") or lower.endswith((".dockerfile", ".containerfile"))


def _config(name: str, options: argparse.Namespace) -> Config:
    """The settings of the nearest configuration file above a file, or of the one that is named."""
    if options.config:
        return _read_config(Path(options.config)) or Config()
    place = Path(name).absolute().parent
    for folder in (place, *place.parents):
        for known in config_files.NAMES:
            file = folder / known
            if file.is_file() and (config := _read_config(file)) is not None:
                return config.for_path(Path(name).absolute().relative_to(folder).as_posix())
    return Config()


def _read_config(file: Path) -> Config | None:
    text = files.read(str(file))
    parsed = config_files.parse(file.name, text) if text is not None else None
    if parsed is None:
        return None
    config, problems = parsed
    for problem in (*problems, *unknown(config)):
        sys.stderr.write(f"{file}: {problem}\n")
    return config


def _fixed(snapshot: Snapshot) -> Snapshot:
    """The file after its safe fixes, and after those that they make possible."""
    from dockwright.ide.code_action import fix_all

    for _ in range(MOST_ROUNDS):
        edits = fix_all(snapshot)
        result = apply(snapshot.text.string, edits)
        if result == snapshot.text.string:
            break
        after = Snapshot.of(result, snapshot.selection, context=snapshot.context)
        if len(after.tree.problems) > len(snapshot.tree.problems):
            break
        snapshot = after
    return snapshot


def _save(name: str, source: str, result: str) -> None:
    data = result.encode("utf-8", "surrogateescape")
    if name == "-":
        sys.stdout.buffer.write(data)
    elif result != source:
        Path(name).write_bytes(data)


def _selection(config: Config, options: argparse.Namespace) -> engine.Selection:
    """The rules of a config, less those that the command line leaves out, so that these are not fixed either."""
    return engine.select(config, lambda rule: _wanted(rule, options))


def _wanted(rule: Rule, options: argparse.Namespace) -> bool:
    chosen = not options.select or _named_by(rule, options.select)
    return chosen and not _named_by(rule, options.ignore)


def _named_by(rule: Rule, names: Sequence[str]) -> bool:
    return any(own.lower().startswith(name.lower()) for own in rule.names for name in names)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dockwright check", description="Report what could be better in Dockerfiles.")
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files, folders, or - (default: .)")
    parser.add_argument("--format", choices=tuple(report.FORMATS), default="text", help="how findings are written")
    parser.add_argument("--fix", action="store_true", help="apply the safe fixes first")
    parser.add_argument("--select", action="append", default=[], metavar="CODE", help="only codes that begin so")
    parser.add_argument("--ignore", action="append", default=[], metavar="CODE", help="no codes that begin so")
    parser.add_argument(
        "--fail-level", choices=tuple(_LEVELS), help="the least level that fails (default: as configured, else hint)"
    )
    parser.add_argument("--config", metavar="FILE", help="a configuration file, instead of the nearest")
    parser.add_argument(
        "--context",
        nargs="?",
        const="",
        metavar="FOLDER",
        help="look at the files of the build context too: of this one, or of what is found below the working directory",
    )
    parser.add_argument("--stdin-filename", default="-", metavar="NAME", help="what to call standard input")
    return parser
