"""`dockwright plan`: the predicted image of a Dockerfile."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.cli import files, surroundings
from dockwright.cli.arguments import Parser, close
from dockwright.cli.jobs import Job
from dockwright.cli.reports.terminal import say, tell
from dockwright.config import Config
from dockwright.ide.snapshot import Snapshot
from dockwright.plan.as_json import as_json
from dockwright.plan.as_text import as_markdown, as_text
from dockwright.plan.plan import plan
from dockwright.plan.platform_arguments import arguments as platform_arguments
from dockwright.semantics.model import Model
from dockwright.semantics.platforms import refusal

if TYPE_CHECKING:
    from dockwright.context.survey import Survey

DEFAULTS = ("Dockerfile", "dockerfile", "Containerfile")
"""The names that a build without `--file` tries, in order."""


def main(arguments: Sequence[str]) -> int:
    """Print a plan: 1 if the build certainly fails, 2 if there is no such file or stage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    name = options.file or default_file()
    if Path(name).is_dir():  # as `docker build` takes one
        name = default_file(name)
    if options.platform and (problem := refusal(options.platform)):
        parser.error(f"`--platform {options.platform}`: {problem}")
    given = build_arguments(options, parser)
    source = files.read(name)
    if source is None:
        return 2
    snapshot = snapshot_of(name, source, options, given)
    found = plan(snapshot.model, snapshot.context, options.target)
    if found is None:
        tell(name, no_stage(snapshot.model, options.target))
        return 2
    if options.json:
        text = json.dumps({"file": name, "platform": options.platform or None, **as_json(found)}) + "\n"
    else:
        text = (as_markdown if options.markdown else as_text)(found, say)
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode())
    return int(bool(found.problems))


def no_stage(model: Model, target: str) -> str:
    """The message for a target that does not exist."""
    names = [stage.name for stage in model.stages if stage.name]
    hint = close(target, names) or (f"; its stages are {', '.join(names)}" if names else "")
    return f"stage `{target}` not found{hint}" if target and model.stages else "no stage found; start one with `FROM`"


def default_file(folder: str = "") -> str:
    """The Dockerfile of a folder, or of the working directory."""
    names = [str(Path(folder, name)) for name in DEFAULTS]
    return next((name for name in names if Path(name).is_file()), names[0])


def build_arguments(options: argparse.Namespace, parser: Parser) -> dict[str, str]:
    """The ARG values given by options."""
    given = platform_arguments(options.platform, options.target) if options.platform else {}
    for word in options.build_arg:
        if not re.match(r"[^=\s]+=", word):
            parser.error(f"invalid `--build-arg` value `{word}`; write NAME=VALUE")
        name, _, value = word.partition("=")
        given[name] = value
    return given


def snapshot_of(
    name: str, source: str, options: argparse.Namespace, given: dict[str, str], revision: str | None = None
) -> Snapshot:
    """A file in its build context, with what its build and the options give to ARGs; the options win.

    With a revision the context is what git has of it; an empty one stands for what git would add today.
    """
    snapshot = Snapshot.of(source, Config(), build_args=given)
    if name == "-" or options.no_context:
        return snapshot
    root = surroundings.root_of(name, [name])
    if options.context:
        problem = surroundings.refusal(options.context, [root])
        if problem:
            sys.stderr.write(f"{say(problem)}\n")
            raise SystemExit(2)
    job = Job(name, source, Config(), (), (), "", options.context or "", True, root)
    around = surroundings.survey_in_git(root, revision) if revision is not None else None
    return placed(snapshot, job, given, around)


def placed(snapshot: Snapshot, job: Job, given: dict[str, str], around: Survey | None = None) -> Snapshot:
    """A snapshot in the build context of a job, if known; ARG values are kept."""
    context = surroundings.context(job, around)
    if context is None:
        return snapshot
    inside = snapshot.placed(context)
    return inside.configured(inside.selection, {**inside.build_args, **given})


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the common options of all commands about a build."""
    parser.add_argument(
        "--build-arg",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="value of a build argument, as for `docker build`",
    )
    parser.add_argument("--context", metavar="FOLDER", help="build context to use (default: detected)")
    parser.add_argument("--no-context", action="store_true", help="do not read the build context")
    parser.add_argument("--json", action="store_true", help="output JSON, described in docs/plan.md")


def _parser() -> Parser:
    parser = Parser("plan", "Show the image a Dockerfile makes, without building it")
    parser.add_argument("file", nargs="?", metavar="FILE", help="Dockerfile or its folder, or - for standard input")
    parser.add_argument("--target", default="", metavar="STAGE", help="stage to build (default: the last)")
    parser.add_argument("--platform", default="", metavar="PLATFORM", help="platform to build for, such as linux/arm64")
    add_common(parser)
    parser.add_argument("--markdown", action="store_true", help="output Markdown, for pull requests")
    return parser
