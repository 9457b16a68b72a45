"""`copied-entrypoint-not-executable`: the container starts a file of the context that is not executable."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.context.build_context import Context, Surroundings
from dockwright.findings.finding import Finding, Fix, Related, Severity
from dockwright.findings.rule import rule
from dockwright.image.copied_files import CopiedFile, brought, leaves_alone
from dockwright.image.starting.entry_program import STARTED, program
from dockwright.rules.start._by_stage import kept
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.syntax_version import pinned
from dockwright.text import Edit, Span

_SINCE = 2
"""The minor version of the Dockerfile syntax that added --chmod."""


@rule("copied-entrypoint-not-executable", Severity.WARNING, hidden_by=("entrypoint-not-executable",), on=STARTED)
def copied_entrypoint_not_executable(around: Surroundings, config: Config) -> Iterator[Finding]:
    match = pinned(around.model.tree)
    is_old = match is not None and int(match["minor"]) < _SINCE
    has_flag = not is_old and config.engine in ("buildkit", "podman")
    name, context = f"copied entrypoint {has_flag}", around.context
    for stage in around.model.stages if context.sure else ():
        if found := kept(stage, name, context, lambda one: _found(one, context, has_flag)):
            yield found


def _found(stage: Stage, context: Context, has_flag: bool) -> Finding | None:
    started = program(stage)
    made = _maker(stage, started.paths[0], context) if started and len(started.paths) == 1 else None
    if started is None or made is None:
        return None
    copy, found = made[0].instruction, made[1]
    end = copy.keyword.span.end
    fix = Fix("Add `--chmod=755`", (Edit(Span(end, end), " --chmod=755"),), safe=False)
    fixes = (fix,) if found.alone and has_flag else ()
    message = f"`{found.path}` is not executable in the build context, so it cannot start; run `chmod +x` on it"
    related = (Related(found.source.span, "Copied here"),)
    return Finding(started.token.span, message, fixes, related=related, doubtful=not started.sure)


def _maker(stage: Stage, path: str, context: Context) -> tuple[Step, CopiedFile] | None:
    """The instruction that copies a non-executable file to `path`, if nothing may change its mode later."""
    for step in (step for part in chain(stage) for step in reversed(part.steps)):
        if leaves_alone(step, path):
            continue
        if step.instruction.name == "RUN" or step.instruction.flag("chmod"):
            return None
        found = brought(step, path, context)
        if found == "unknown":
            return None
        for one in reversed(found):
            fate = context.fate(one.path)
            if context.executable(one.path) is False and fate.sent:
                return step, one
            if fate.sent or context.doubt(one.path):
                return None
    return None
