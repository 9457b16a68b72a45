"""`copied-entrypoint-not-executable`: the container starts a file of the context that has no right to be run."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.context.build_context import Context, Surroundings
from dockwright.findings.finding import Finding, Fix, Related, Severity
from dockwright.findings.rule import rule
from dockwright.image.copied_files import Brought, brought, leaves_alone
from dockwright.image.entry_program import STARTED, program
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.syntax_version import pinned
from dockwright.text import Edit, Span

_NOTHING = "no copied entrypoint"
"""Keeps with a stage the context in which this was found to say nothing of it."""
_MADE = "copied entrypoint"
"""Keeps with a stage the context, and where in it the file comes from."""
_SINCE = 2
"""The minor version of the syntax that brought --chmod."""


@rule("copied-entrypoint-not-executable", Severity.WARNING, hidden_by=("entrypoint-not-executable",), on=STARTED)
def copied_entrypoint_not_executable(around: Surroundings, config: Config) -> Iterator[Finding]:
    for stage in around.model.stages if around.context.sure else ():
        if stage.chain.memo.get(_NOTHING) is around.context:
            continue
        started = program(stage)
        made = _made(stage, started.paths[0], around.context) if started and len(started.paths) == 1 else None
        if started is None or made is None:
            stage.chain.memo[_NOTHING] = around.context
            continue
        copy, found = made[0].instruction, made[1]
        fixes = tuple(_fixes(made[0], found, around.model, config))
        mend = f"Run `chmod +x {found.path}`" + (f", or add --chmod=755 to the {copy.name}." if fixes else ".")
        message = (
            f"This cannot be started: `{found.path}` may not be executed in the build context, and {copy.name} "
            f"keeps that. {mend}"
        )
        yield Finding(started.token.span, message, fixes, related=(Related(found.source.span, "It is copied here"),))


def _made(stage: Stage, path: str, context: Context) -> tuple[Step, Brought] | None:
    """As `_maker`; an answer is kept with the stage, by place, because the stage may move."""
    known = stage.chain.memo.get(_MADE)
    if known is not None and known[0] is context:
        _, part, number, argument, source, alone = known
        step = list(chain(stage))[part].steps[number]
        return step, Brought(step.instruction.arguments[argument], source, alone)
    made = _maker(stage, path, context)
    if made is not None:
        place = next(
            (part, number)
            for part, one in enumerate(chain(stage))
            for number, step in enumerate(one.steps)
            if step.instruction.start == made[0].instruction.start
        )
        argument = made[0].instruction.arguments.index(made[1].source)
        stage.chain.memo[_MADE] = (context, *place, argument, made[1].path, made[1].alone)
    return made


def _maker(stage: Stage, path: str, context: Context) -> tuple[Step, Brought] | None:
    """The instruction that puts a file without the right to be run at `path`, where nothing may change that."""
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


def _fixes(step: Step, found: Brought, model: Model, config: Config) -> Iterator[Fix]:
    match, end = pinned(model.tree), step.instruction.keyword.span.end
    is_old = match is not None and int(match["minor"]) < _SINCE
    if found.alone and not is_old and config.engine in ("buildkit", "podman"):
        yield Fix("Add --chmod=755", (Edit(Span(end, end), " --chmod=755"),), safe=False)
