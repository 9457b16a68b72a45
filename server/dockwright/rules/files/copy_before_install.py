"""`copy-before-install`: all files are copied before dependencies are installed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from dockwright.context.build_context import FEWEST_COMMITS
from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuiltStage
from dockwright.image.run_body import Body, value
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.stage import Step
from dockwright.text import Span

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

_MANIFESTS = {
    "npm": "`package.json` and its lockfile",
    "yarn": "`package.json` and `yarn.lock`",
    "pnpm": "`package.json` and `pnpm-lock.yaml`",
    "pip": "the requirements file",
    "bundler": "`Gemfile` and `Gemfile.lock`",
    "composer": "`composer.json` and `composer.lock`",
    "go": "`go.mod` and `go.sum`",
    "poetry": "`pyproject.toml` and `poetry.lock`",
}
_NODE = ("package.json", ".npmrc")
_FILES = {
    "npm": (*_NODE, "package-lock.json", "npm-shrinkwrap.json"),
    "yarn": (*_NODE, "yarn.lock", ".yarnrc", ".yarnrc.yml"),
    "pnpm": (*_NODE, "pnpm-lock.yaml", "pnpm-workspace.yaml", ".pnpmfile.cjs"),
    "pip": ("*requirements*", "*constraints*", "*.txt", "pyproject.toml", "setup.py", "setup.cfg"),
    "bundler": ("Gemfile", "Gemfile.lock", "*.gemspec", ".ruby-version"),
    "composer": ("composer.json", "composer.lock"),
    "go": ("go.mod", "go.sum", "go.work", "go.work.sum"),
    "poetry": ("pyproject.toml", "poetry.lock", "poetry.toml"),
}
"""The files that an install reads, in any folder."""


@rule("copy-before-install", Severity.HINT, on=("COPY", "ADD", "RUN"))
def copy_before_install(built: BuiltStage) -> Iterator[Finding]:
    stage = built.stage
    copied: Step | None = None
    for step in stage.all("COPY", "ADD", "RUN"):
        if step.instruction.name != "RUN":
            if not _is_whole(step):
                continue
            if copied is None:
                copied = step
            continue
        body = body_of(step)
        if body is None or body.script.has_errors:
            continue
        found = _install(body)
        if found is None:
            continue
        manager, span = found
        if copied is None or step.instruction.flag("mount"):
            return  # dependencies first, or kept in a cache
        counts = _counts(built.files.context, manager)
        if counts is not None and counts.again == counts.manifests:
            return  # nothing was installed in vain
        message = (
            f"{counts.again} of the last {counts.commits} commits rerun this install, "
            f"but only {counts.manifests} change manifests; copy {_MANIFESTS[manager]} first"
            if counts
            else f"All files are copied above, so any edit reruns the install; copy {_MANIFESTS[manager]} first"
        )
        place = Related(copied.instruction.head_span, "All files are copied here")
        span = source_span(step.instruction.unit, span).shifted(step.instruction.start)
        yield Finding(span, message, related=(place,))
        return


class _Counts(NamedTuple):
    """Commits of a history."""

    commits: int
    again: int
    """Commits that change any file that is sent."""
    manifests: int
    """Commits that change what the install reads."""


def _counts(context: Context | None, manager: str) -> _Counts | None:
    """The counts from the history of git; None if the history is missing or too short."""
    if context is None or not context.sure or not context.commits or len(context.commits) < FEWEST_COMMITS:
        return None
    ignore = context.contents.ignore
    sent: dict[str, bool] = {}
    again = manifests = 0
    for paths in context.commits:
        for path in paths:
            if path not in sent:
                rule = ignore.decide(path) if ignore else None
                sent[path] = rule is None or rule.exception
        taken = [path for path in paths if sent[path]]
        again += bool(taken)
        manifests += any(_is_manifest(path, manager) for path in taken)
    return _Counts(len(context.commits), again, manifests)


def _is_manifest(path: str, manager: str) -> bool:
    name = posixpath.basename(path)
    return any(fnmatchcase(name, pattern) for pattern in _FILES[manager])


def _is_whole(step: Step) -> bool:
    """Whether a COPY takes the whole context."""
    found = step.instruction
    plain = not (found.problems or found.flag("from") or found.flag("exclude") or found.flag("parents"))
    return plain and any(token.value in (".", "./", "/", "*", "./*") for token in found.arguments[:-1])


def _install(body: Body) -> tuple[str, Span] | None:
    """The first command that installs what a manifest lists."""
    for call in body.calls:
        name = call.manager.name
        if name not in _MANIFESTS:
            continue
        paths = [value(word) for word in call.arguments.operands]
        if name == "pip":
            by_list = call.subcommand == "install" and call.arguments.has("-r", "--requirement")
            fits = by_list and not paths
        elif name == "go":
            fits = call.subcommand == "mod download"
        else:
            fits = call.subcommand in ("install", "ci", "i", "") and not paths
            fits = fits and (call.action == "install" or name == "yarn")
        if fits:
            return name, call.command.words[0].span
    return None
