"""`folder-is-a-file`: WORKDIR, COPY or ADD needs a folder where the image has a file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.semantics import copying


@rule("folder-is-a-file", Severity.WARNING, on=("WORKDIR", "COPY", "ADD"))
def folder_is_a_file(step: BuildStep) -> Iterator[Finding]:
    found = step.instruction
    if found.problems or not found.arguments:
        return
    path = _folder(step)
    while path and path != "/":
        there = step.files.find(step.image, path)
        if there.answer is Answer.YES and there.kind == "file" and there.depth:
            message = f"`{path}` is a file, not a folder; to copy into a folder, end the path with `/`"
            yield Finding(found.arguments[-1].span, message)
            return
        path = posixpath.dirname(path)


def _folder(step: BuildStep) -> str | None:
    """The folder that the instruction needs or makes; None where that is not known."""
    if step.instruction.name == "WORKDIR":
        return step.step.after.workdir
    target = copying.target(step.step)
    if target is None or "$" in target.path:
        return None
    return target.path if target.is_folder else posixpath.dirname(target.path)
