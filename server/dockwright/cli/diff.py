"""`dockwright diff A B`: the effect of a change to a Dockerfile on the image."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from dockwright.cli import revisions
from dockwright.cli.arguments import Parser
from dockwright.cli.plan import add_common, build_arguments, no_stage, snapshot_of
from dockwright.cli.reports.terminal import say, tell
from dockwright.plan.difference.compare import Side
from dockwright.plan.difference.outputs import as_json, as_markdown, as_text
from dockwright.plan.difference.rewritten import explained
from dockwright.plan.stages import target_of


def main(arguments: Sequence[str]) -> int:
    """Print the differences: 0 if both make the same image, 1 if not, 2 if one cannot be read."""
    parser = _parser()
    options = parser.parse_args(arguments)
    given = build_arguments(options, parser)
    names = (options.before, options.after)
    in_git = any(revisions.split(name)[1] for name in names)
    before, after = (_side(name, options, given, in_git) for name in names)
    if before is None or after is None:
        return 2
    for name, side in ((options.before, before), (options.after, after)):
        if side.model.tree.problems:
            problem = side.model.tree.problems[0]
            line = side.model.tree.text.line_of(problem.span.start) + 1
            tell(name, f"line {line}: the build fails: {problem.message}")
            return 2
    found, rewritings = explained(before, after, options.target)
    if found is None:
        for name, side in ((options.before, before), (options.after, after)):
            if target_of(side.model, options.target) is None:
                tell(name, no_stage(side.model, options.target))
        return 2
    if options.json:
        value = {"before": options.before, "after": options.after, **as_json(found, rewritings)}
        text = json.dumps(value) + "\n"
    else:
        text = (as_markdown if options.markdown else as_text)(found, rewritings, say)
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode())
    return int(not found.is_same)


def _side(name: str, options: argparse.Namespace, given: dict[str, str], in_git: bool) -> Side | None:
    """A file, or `FILE@REV`, as it is built; what stands beside one from git is looked at without what git ignores."""
    source = revisions.read(name)
    if source is None:
        return None
    path, revision = revisions.split(name)
    snapshot = snapshot_of(path, source, options, given, revision if in_git else None)
    line = snapshot.text.line_of
    findings = tuple((each.code, each.message, line(each.span.start) + 1) for each in snapshot.findings)
    return Side(snapshot.model, snapshot.context, findings)


def _parser() -> Parser:
    parser = Parser("diff", "Show how a change to a Dockerfile changes the image; exit 0 if it stays the same, else 1")
    parser.add_argument("before", metavar="FILE", help="Dockerfile, or FILE@REV for one from the git history")
    parser.add_argument("after", metavar="OTHER", help="likewise")
    parser.add_argument("--target", default="", metavar="STAGE", help="stage to build (default: the last)")
    parser.add_argument("--platform", default="", metavar="PLATFORM", help="platform to build for, such as linux/arm64")
    add_common(parser)
    parser.add_argument("--markdown", action="store_true", help="output Markdown, for pull requests")
    return parser
