"""`dockwright cache why PATH...` and `cache history`: the steps that run again when files change, and why."""

from __future__ import annotations

import argparse
import json
import posixpath
import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dockwright.cli import files
from dockwright.cli.arguments import Below, Parser
from dockwright.cli.plan import add_common, build_arguments, default_file, no_stage, snapshot_of
from dockwright.cli.reports.terminal import say, tell
from dockwright.context.build_context import Context
from dockwright.context.git_history import changes, head
from dockwright.l10n.parts import Say, filled
from dockwright.plan.cache import CachedStep, Invalidated, invalidated
from dockwright.plan.cache_history import history
from dockwright.plan.cache_order import Order, better_order
from dockwright.plan.phrases import cut
from dockwright.plan.stages import target_of
from dockwright.text import printable

if TYPE_CHECKING:
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Stage

MOST_COMMITS = 10_000


def main(arguments: Sequence[str]) -> int:
    """Print what runs again for each path; 2 if the Dockerfile cannot be read, or such a stage or path is missing."""
    parser = _parser()
    is_bare = not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help"))
    if not is_bare and arguments[0] not in ("why", "history") and Path(arguments[0]).exists():
        parser.error(f"`{arguments[0]}` is neither `why` nor `history`; for another Dockerfile write `-f FILE`")
    options = parser.parse_args(["history", *arguments] if is_bare else arguments)
    name = options.file or default_file()
    given = build_arguments(options, parser)
    source = files.read(name)
    if source is None:
        return 2
    snapshot = snapshot_of(name, source, options, given)
    target = target_of(snapshot.model, options.target)
    if target is None:
        tell(name, no_stage(snapshot.model, options.target))
        return 2
    if snapshot.context is None and not options.no_context:
        tell(name, "unknown build context; ignore files are not read")
    if options.what == "history":
        return _history(name, snapshot.model, target, snapshot.context, options)
    outside = 0
    for name in options.paths:
        path = in_context(snapshot.context, name, Path.cwd())
        if snapshot.context is not None and path.startswith(("/", "../")):
            tell(name, "not in the build context, so no step uses it")
            outside = 2
            continue
        found = invalidated(snapshot.model, target, snapshot.context, path)
        shown = (
            json.dumps(as_json(found, snapshot.context))
            if options.json
            else "\n".join(lines(found, snapshot.context, say))
        )
        sys.stdout.write(shown.encode("utf-8", "backslashreplace").decode() + "\n")
    return outside


def _history(name: str, model: Model, target: Stage, context: Context | None, options: argparse.Namespace) -> int:
    """Print how often each step would have run again; 2 if git has no history of the context."""
    root = Path(context.place, context.contents.root) if context is not None and context.place else Path.cwd()
    commits = changes(root, options.since, options.commits)
    if commits is None:
        if options.since and head(root):
            tell(str(root), f"no git history since `{options.since}`; see `git log` for its commits")
        else:
            tell(str(root), "no git history; `cache why PATH` needs none")
        return 2
    found = history(model, target, context, commits)
    order = better_order(model, target, context, commits)
    if options.json:
        rows = [
            {"stage": row.step.stage, "line": row.step.line, "text": row.step.text, "taken": row.taken,
             "again": row.again, "perhaps": row.perhaps}
            for row in found
        ]  # fmt: skip
        sys.stdout.write(json.dumps({"commits": len(commits), "steps": rows, "order": _order_as_json(order)}) + "\n")
        return 0
    commit = "commit" if len(commits) == 1 else "commits"
    lines = [say(f"{len(commits)} {commit}; how many of them rerun each step:")]
    for row in found:
        count = say(f"{row.again} to {row.again + row.perhaps}") if row.perhaps else str(row.again)
        place = filled(say, f"line {row.step.line} of {{}}", printable(row.step.stage))
        own = f"  ({say(f'its files change in {row.taken}')})" if row.taken else ""
        lines.append(f"{count:>12}  {place}: {cut(printable(row.step.text), 70)}{own}")
    lines += _order_lines(name, model, order) if order else ()
    sys.stdout.write(("\n".join(lines) + "\n").encode("utf-8", "backslashreplace").decode())
    return 0


def _order_as_json(order: Order | None) -> dict[str, Any] | None:
    if order is None:
        return None
    return {
        "before": order.before._asdict(),
        "after": order.after._asdict(),
        "moves": list(order.moves),
        "text": order.text,
    }


def _order_lines(name: str, model: Model, order: Order) -> Iterator[str]:
    """The better order, with numbers and as a diff for `patch`."""
    yield ""
    yield say(
        f"In this order, RUN instructions would have run again {order.after.runs} times instead of {order.before.runs} "
        f"(all steps: {order.after.steps} instead of {order.before.steps})"
    )
    yield from (f"  {printable(say(move))}" for move in order.moves)
    yield ""
    before, after = model.tree.text.string.splitlines(), order.text.splitlines()
    yield from map(_plain_but_tabs, unified_diff(before, after, name, name, lineterm=""))


def _plain_but_tabs(text: str) -> str:
    return "\t".join(map(printable, text.split("\t")))


def in_context(context: Context | None, name: str, folder: Path) -> str:
    """A path from the command line, relative to the context; also found if relative to another folder."""
    path = posixpath.normpath(Path(name).as_posix())
    if context is not None and context.place:
        root = Path(context.place, context.contents.root)
        here = folder / name
        is_listed = bool(context.named(path)) and not Path(name).is_absolute()
        if not is_listed and here.exists() and here.resolve().is_relative_to(root):
            path = here.resolve().relative_to(root).as_posix()
    return "" if path == "." else path


def as_json(found: Invalidated, context: Context | None) -> dict[str, Any]:
    """The result as JSON, described in docs/plan.md."""
    ignored = None
    if found.ignored is not None and context is not None and context.contents.ignore is not None:
        ignored = {
            "file": context.contents.ignore.path,
            "line": found.ignored.line + 1,
            "pattern": found.ignored.text.strip(),
        }
    return {
        "path": found.path,
        "ignored": ignored,
        "steps": [
            {
                "stage": step.stage,
                "line": step.line,
                "text": step.text,
                "runs": ("cached", "perhaps", "again")[step.level],
                "takes": step.takes,
            }
            for step in found.steps
        ],
    }


def lines(found: Invalidated, context: Context | None, say: Say = str) -> Iterator[str]:
    """The result as text: what runs again, and why."""
    path = printable(found.path or ".")
    sure = [step for step in found.steps if step.level == 2]
    maybe = [step for step in found.steps if step.level == 1]
    if found.ignored is not None:
        held = context.contents.ignore if context else None
        place = f"{held.path}:{found.ignored.line + 1}" if held else say("the ignore file")
        line = f"`{found.ignored.text.strip()}`"
        yield f"{path}: {filled(say, 'nothing runs again; {} excludes it ({})', place, line)}"
        return
    if not sure and not maybe:
        yield f"{path}: {say('nothing runs again; no step uses it')}"
        return
    run = "step runs" if len(found.steps) == 1 else "steps run"
    count = f"{len(sure)} of {len(found.steps)} {run} again"
    yield f"{path}: " + say(count + (f", and perhaps {len(maybe)} more" if maybe else ""))
    for step in found.steps:
        if step.takes:
            yield f"  {say(f'line {step.line} uses it')}: {cut(printable(step.text))}"
    for word, level in (("again", 2), ("perhaps", 1)):
        for stage in dict.fromkeys(step.stage for step in found.steps):
            own = [step for step in found.steps if step.stage == stage and step.level == level]
            if own:
                yield f"  {say(word)}: {filled(say, _places(own) + ' of stage {}', printable(stage))}"
    if maybe:
        yield f"  {say('A step that uses files from another stage stays cached while these files are unchanged.')}"


def _places(steps: list[CachedStep]) -> str:
    lines = [str(step.line) for step in steps]
    return f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(lines[:-1])} and {lines[-1]}"


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= MOST_COMMITS:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number from 1 to {MOST_COMMITS}")
    return int(text)


def _parser() -> Parser:
    parser = Parser(
        "cache", "Show which build steps run again when files change, and why; options alone are those of `history`"
    )
    whats = parser.add_subparsers(dest="what", metavar="why|history", required=True, parser_class=Below)
    why = whats.add_parser("why", help="show which steps run again when a file changes, and why")
    why.add_argument("paths", nargs="+", metavar="PATH", help="path relative to the build context")
    past = whats.add_parser("history", help="count how often each step would have run again over the git history")
    past.add_argument("--since", default="", metavar="REV", help="only use commits after this one")
    past.add_argument(
        "-n", "--commits", type=_count, default=200, help="maximum number of commits to use (default: 200)"
    )
    for sub in (why, past):
        sub.add_argument("-f", "--file", help="Dockerfile to use (default: the one in the current folder)")
        sub.add_argument("--target", default="", metavar="STAGE", help="stage to build (default: the last)")
        sub.add_argument(
            "--platform", default="", metavar="PLATFORM", help="platform to build for, such as linux/arm64"
        )
        add_common(sub)
    return parser
