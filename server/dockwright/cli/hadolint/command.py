"""Runs the command: from arguments to output and exit status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from dockwright.cli import files as texts
from dockwright.cli.hadolint import formats
from dockwright.cli.hadolint.formats import Linted
from dockwright.cli.hadolint.options import parse
from dockwright.cli.hadolint.settings import LEVELS, Settings, is_true, settings
from dockwright.cli.reports.terminal import tell

_NEVER_FAIL = frozenset({"codeclimate", "codacy"})
"""Formats with which hadolint exits with 0 for any findings."""
_RENAMED = frozenset({"checkstyle", "codeclimate", "sonarqube", "junit", "gitlab_codeclimate"})


def run(arguments: Sequence[str]) -> int:
    """Check files: 0 if no finding reaches the threshold, 1 if one does or a file cannot be read."""
    import os

    options = parse(arguments)
    try:
        chosen, place = settings(options)
    except OSError as error:
        tell("dockwright hadolint", f"{options.config}: {error.strerror or error}")
        return 1
    if options.verbose or is_true(os.environ.get("HADOLINT_VERBOSE", "")):
        from dockwright.cli.hadolint.verbose import told

        sys.stderr.write(told(chosen, place))
    if options.version:
        sys.stdout.write(f"Haskell Dockerfile Linter {formats.VERSION}\n")
        return 0
    if not options.files:
        tell("dockwright hadolint", "no file given; name a Dockerfile, or - for standard input")
        return 1
    sources = [(name, texts.read(name)) for name in options.files]
    read = [(name, source) for name, source in sources if source is not None]
    if len(read) < len(sources):
        return 1
    return _report(_linted(read, chosen), chosen, options)


def _linted(sources: Sequence[tuple[str, str]], chosen: Settings) -> list[Linted]:
    from dockwright.cli.hadolint.linting import lint
    from dockwright.context.installed_tools import shellcheck

    program = shellcheck()
    if program is None:
        tell("dockwright hadolint", "ShellCheck is not installed, so shell code is not checked")
    return lint(sources, chosen, program)


def _report(found: Sequence[Linted], chosen: Settings, options: argparse.Namespace) -> int:
    """Write the formats, in turn to the given files and the others to standard output; return whether it fails."""
    places = options.output
    wanted = chosen.formats + ("tty",) * max(len(places) - len(chosen.formats), 0) or ("tty",)
    written = [_written(name, found, chosen, options) for name in wanted]
    if not all(texts.write(place, text) for place, text in zip(places, written, strict=False)):
        return 1
    texts.write("-", "".join(written[len(places) :]))
    loud = _loud(chosen.threshold)
    fails = any(file.refusal or any(one.level in loud for one in file.failures) for file in found)
    return int(fails and not chosen.no_fail and not _NEVER_FAIL.intersection(wanted))


def _written(name: str, found: Sequence[Linted], chosen: Settings, options: argparse.Namespace) -> str:
    if name == "tty":
        return formats.tty(found, not chosen.no_color)
    write = getattr(formats, "as_json" if name == "json" else name)
    text: str = write(found, options.file_path_in_report) if name in _RENAMED else write(found)
    return text


def _loud(threshold: str) -> tuple[str, ...]:
    """The levels that make it fail."""
    least = threshold or "info"
    return LEVELS[: LEVELS.index(least) + 1] if least in LEVELS else LEVELS
