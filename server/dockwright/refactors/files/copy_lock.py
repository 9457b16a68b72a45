"""Copy the lock file that a RUN needs together with the manifest next to it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dockwright.image.answer import Answer as Known
from dockwright.image.built_stage import BuildStep, built
from dockwright.image.inputs.command_inputs import RequiredFile, needs
from dockwright.refactors.kit.refactor import Answer, Rewrite, refactor
from dockwright.semantics.copying import sources
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.semantics.state import resolve
from dockwright.syntax.nodes import Token
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.context.build_context import Context


@refactor("refactor.rewrite.copy.lockFile", "Also copy the lock file", fixes=("file-not-there",))
def copy_lock(model: Model, selection: Span, context: Context | None = None) -> Answer:
    """For a RUN that needs a lock file: copy it with its manifest if the context has it in the same folder."""
    stage = model.stage_at(selection.start)
    if stage is None or context is None:
        return None
    scene = built(stage, model, context)
    for index, step in enumerate(stage.steps):
        if step.instruction.name == "RUN" and step.instruction.span.overlaps(selection):
            for need in _missing(scene.at(index)):
                for source, name in _beside(stage, index, need, context):
                    place = source.span.end
                    return Rewrite(f"Also copy `{name}`", (Edit(Span(place, place), f" {name}"),))
    return None


def _missing(step: BuildStep) -> Iterator[RequiredFile]:
    variables = frozenset(step.step.before.variables)
    for ran, image in step.commands:
        for need in needs(ran, variables):
            if need.is_lock and all(step.files.find(image, path).answer is Known.NO for path in need.paths):
                yield need


def _beside(stage: Stage, index: int, need: RequiredFile, context: Context) -> Iterator[tuple[Token, str]]:
    """The sources of a COPY, nearest first, that have the lock file in their folder and put it where it is needed."""
    for step in reversed(stage.steps[:index]):
        copy = step.instruction
        if copy.name != "COPY" or copy.problems or copy.is_json or copy.heredocs or copy.flag("from"):
            continue
        target = copy.arguments[-1].value
        folder = resolve(step.before.workdir, target) if "$" not in target else None
        if folder is None or not (target.endswith("/") or target in (".", "..")):
            continue
        for source in sources(copy):
            for path in need.paths:
                name = posixpath.join(posixpath.dirname(source.value), posixpath.basename(path))
                is_manifest = posixpath.basename(source.value) in _MANIFESTS
                if is_manifest and posixpath.dirname(path) == folder.rstrip("/") and context.fate(name).sent == 1:
                    yield source, name


_MANIFESTS = frozenset(
    {"package.json", "pyproject.toml", "Cargo.toml", "go.mod", "composer.json", "Gemfile", "Pipfile"}
)
