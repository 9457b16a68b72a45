"""`file-not-there`: a RUN needs a file that is not in the image yet, is in another folder, or was excluded."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.inputs.command_inputs import RequiredFile, needs
from dockwright.image.inputs.ignored_sources import is_misspelt, is_named
from dockwright.image.inputs.same_name import elsewhere
from dockwright.image.run_mounts import mounts_of
from dockwright.image.run_text import source_span


@rule("file-not-there", Severity.WARNING, on=("RUN",))
def file_not_there(step: BuildStep) -> Iterator[Finding]:
    mounts = mounts_of(step.step)
    variables = frozenset(step.step.before.variables)
    for ran, image in step.commands:
        if not ran.fatal or not ran.certain or ran.conditions:
            continue
        for need in needs(ran, variables):
            if any(mount.holds(path) for mount in mounts for path in need.paths):
                continue
            found = [step.files.find(image, path) for path in need.paths]
            if any(one.answer is not Answer.NO for one in found):
                continue
            ignored = next((one.ignored for one in found if one.ignored), None)
            if ignored and step.files.context is not None and is_named(image, step.files.context, ignored):
                return  # reported as `source-ignored`
            if step.files.context is not None and is_misspelt(image, step.files.context, need.name):
                return  # reported as `source-not-found`
            span = source_span(step.instruction.unit, need.word.span)
            yield Finding(span, _message(step, ran, image, need, ignored), doubtful="$" in step.base_word)
            return


def _message(step: BuildStep, ran: Ran, image: Image, need: RequiredFile, ignored: str | None) -> str:
    path, context = need.paths[0], step.files.context
    what = f"`{path}` is not in the image yet"
    if need.is_lock:
        what = f"`{ran.name} {ran.values[0]}` needs a lockfile, but `{path}` is not in the image"
    if ignored and context is not None:
        ignore = context.contents.ignore.path if context.contents.ignore else ".dockerignore"
        return f"{what}; `{ignore}` excludes `{ignored}`"
    other = elsewhere(step.files, image, need.name)
    if other is not None and other not in need.paths:
        folder = posixpath.dirname(other)
        return f"`{path}` does not exist, but `{other}` does; use that path or set WORKDIR to `{folder}`"
    return f"{what}; copy it before this RUN"
