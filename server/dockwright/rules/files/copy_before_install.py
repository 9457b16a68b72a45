"""`copy-before-install`: all files are copied before dependencies are installed."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.image.run_body import Body, value
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Span

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


@rule("copy-before-install", Severity.HINT, on=("COPY", "ADD", "RUN"))
def copy_before_install(stage: Stage) -> Iterator[Finding]:
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
        message = f"All files are copied above, so any edit reruns the install; copy {_MANIFESTS[manager]} first"
        place = Related(copied.instruction.head_span, "All files are copied here")
        span = source_span(step.instruction.unit, span).shifted(step.instruction.start)
        yield Finding(span, message, related=(place,))
        return


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
