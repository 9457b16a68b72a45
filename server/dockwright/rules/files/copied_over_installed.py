"""`copied-over-installed`: COPY overwrites packages that a RUN has installed with those of this machine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.context.build_context import WILDCARDS, clean
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.found import is_below
from dockwright.image.run_mounts import mounts_of
from dockwright.image.written_paths import made
from dockwright.semantics import copying


@rule("copied-over-installed", Severity.WARNING, on=("RUN", "COPY", "ADD"))
def copied_over_installed(stage: BuiltStage) -> Iterator[Finding]:
    context = stage.files.context
    if context is None or not context.sure:
        return
    installed: dict[str, str] = {}
    body = stage.stage.body
    for index in body.places(("RUN", "COPY", "ADD")):
        step = stage.at(index)
        if step.instruction.name == "RUN":
            installed.update(_installed(step))
        elif installed:
            for finding in _overwritten(step, installed):
                yield finding.shifted(body.offsets[index])


def _installed(step: BuildStep) -> Iterator[tuple[str, str]]:
    mounts = mounts_of(step.step)
    for ran, _ in step.commands:
        folder = made(ran, frozenset(step.step.before.variables))
        if folder is None or not ran.certain or any(mount.holds(folder) for mount in mounts):
            continue
        if posixpath.basename(folder) in ("node_modules", "vendor", ".venv", "venv"):
            yield folder, ran.name or ""


def _overwritten(step: BuildStep, installed: dict[str, str]) -> Iterator[Finding]:
    found, context, target = step.instruction, step.files.context, copying.target(step.step)
    if (
        context is None
        or target is None
        or found.problems
        or any(flag.name in ("from", "exclude", "parents") for flag in found.flags)
    ):
        return
    for token in copying.sources(found):
        path = clean(token.value)
        if "$" in token.value or any(mark in token.value for mark in WILDCARDS + "\\") or context.files(token.value):
            continue
        for folder, by in installed.items():
            if folder != target.path and not is_below(folder, target.path):
                continue
            source = clean(posixpath.join(path, posixpath.relpath(folder, target.path)))
            if source and context.fate(source).sent and not context.files(source):
                ignore = context.contents.ignore.path if context.contents.ignore else ".dockerignore"
                message = f"This copies `{source}` of this machine over what `{by}` installed; exclude it in `{ignore}`"
                yield Finding(token.span, message)
                return
