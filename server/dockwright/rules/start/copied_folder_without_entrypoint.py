"""`copied-folder-without-entrypoint`: the file that the container starts is not in the copied folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.context.build_context import Context, Surroundings, clean
from dockwright.context.ignore.reader import Rule
from dockwright.findings.finding import Finding, Fix, Related, Severity
from dockwright.findings.forms.ignore_fixes import add_to_ignore_file
from dockwright.findings.rule import rule
from dockwright.image.copied_files import CopiedFile, brought, leaves_alone
from dockwright.image.starting.entry_program import STARTED, program
from dockwright.rules.start._by_stage import kept
from dockwright.rules.start.entrypoint_not_copied import lacks_scripts
from dockwright.semantics.stage import Stage
from dockwright.semantics.stage_chain import chain


class _Missed(NamedTuple):
    brought: CopiedFile
    line: Rule | None
    """The line of the ignore file that excludes it; None if the file does not exist."""


@rule("copied-folder-without-entrypoint", Severity.WARNING, hidden_by=("entrypoint-not-copied",), on=STARTED)
def copied_folder_without_entrypoint(around: Surroundings) -> Iterator[Finding]:
    context = around.context
    for stage in around.model.stages if context.sure else ():
        if not stage.is_base and (found := kept(stage, "missed entrypoint", context, lambda one: _found(one, context))):
            yield found


def _found(stage: Stage, context: Context) -> Finding | None:
    started = program(stage)
    missed = _missed(stage, started.paths[0], context) if started and len(started.paths) == 1 else None
    known = started is not None and (stage.root.is_scratch or lacks_scripts(stage.root, started.paths))
    if started is None or missed is None or not (known or missed.line):
        return None
    why, fixes = _why(missed, context)
    message = f"Nothing here creates `{started.token.value}`: {why}"
    related = (Related(missed.brought.source.span, "This would copy it"),)
    # a script may be mounted at run time, and an unknown base may contain anything
    sure = stage.root.is_scratch or (known and missed.line is not None)
    return Finding(started.token.span, message, fixes, related=related, doubtful=not sure)


def _missed(stage: Stage, path: str, context: Context) -> _Missed | None:
    """The file of the context that a COPY of a folder would put at `path`, if nothing else may create it."""
    answer: _Missed | None = None
    for step in (step for part in chain(stage) for step in part.steps):
        if leaves_alone(step, path):
            continue
        found = brought(step, path, context) if step.instruction.name in ("COPY", "ADD") else "unknown"
        if found == "unknown":
            return None
        for one in found:
            fate = context.fate(one.path)
            if fate.sent or context.doubt(one.path) or one.path == clean(one.source.value):
                return None  # it exists, may exist, or is a source that other rules report
            line = fate.left_out[0][0] if fate.left_out else None
            if answer is None or line is not None:
                answer = _Missed(one, line)
    return answer


def _why(missed: _Missed, context: Context) -> tuple[str, tuple[Fix, ...]]:
    path, line, ignore = missed.brought.path, missed.line, context.contents.ignore
    if line is not None and ignore is not None:
        excluded = f"`{line.text.strip()}` in line {line.line + 1} of `{ignore.path}` excludes `{path}`"
        return excluded, add_to_ignore_file(context, [f"!{path}"])
    close = context.nearest(path)
    meant = f"; did you mean `{close[0]}`?" if close else ""
    return f"`{path}` is not in the build context{meant}", ()
