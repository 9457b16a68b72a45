"""`uv-without-environment`: `uv pip install` finds no virtual environment, and nothing tells it to do without."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.externally_managed import marks
from dockwright.findings.stage_text import says
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.run_mounts import mounts_of
from dockwright.image.run_text import source_span
from dockwright.text import Edit, Span

_NEEDS = (("pip", "install"), ("pip", "sync"))
_ELSEWHERE = frozenset({"--system", "--python", "-p", "--target", "-t", "--prefix", "--root", "--dry-run", "--help"})
_HELD_BACK = re.compile(
    r"venv|virtualenv|VIRTUAL_ENV|UV_\w*(?:SYSTEM|PYTHON|CONFIG)|conda|mamba|pixi|uv\.toml|activate"
)
_SETTINGS = ("uv.toml", "pyproject.toml", ".venv")


@rule("uv-without-environment", Severity.WARNING, on=("RUN", "COPY", "ADD", "ENV", "ARG", "WORKDIR"))
def uv_without_environment(scene: BuiltStage) -> Iterator[Finding]:
    base = scene.image.base
    if not base.is_known or not (base.is_plain or base.own is not None):
        return
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for ran, image in step.commands:
            if ran.name != "uv" or ran.values[:2] not in _NEEDS or ran.excused or _goes_elsewhere(ran):
                continue
            if says(scene, _HELD_BACK, index + 1):
                return
            unit = step.instruction.unit
            words = ran.command.words[1:3]
            end = source_span(unit, words[-1].span).end
            own = base.program("python3") is Answer.YES and not marks(base)
            fixes = (Fix("Add `--system`", (Edit(Span(end, end), " --system"),), safe=False),) if own else ()
            message = (
                f"`uv pip {ran.values[1]}` finds no virtual environment here; add `--system`, or run `uv venv` first"
            )
            doubtful = step.is_doubtful or not ran.certain or _may_be_set(step, ran, image)
            finding = Finding(source_span(unit, ran.span), message, fixes, doubtful=doubtful)
            yield finding.shifted(scene.stage.body.offsets[index])
            return


def _goes_elsewhere(ran: Ran) -> bool:
    return any(value.partition("=")[0] in _ELSEWHERE for value in ran.values)


def _may_be_set(step: BuildStep, ran: Ran, image: Image) -> bool:
    """Whether settings, or an environment, may be in the folder or one above, where uv looks for them."""
    if ran.folder is None:
        return True
    folders = [ran.folder]
    while folders[-1] != "/":
        folders.append(posixpath.dirname(folders[-1]))
    if any(mount.target is None or mount.target in folders for mount in mounts_of(step.step)):
        return True
    return any(_may_say(step, image, posixpath.join(folder, name)) for folder in folders for name in _SETTINGS)


def _may_say(step: BuildStep, image: Image, path: str) -> bool:
    found, context = step.files.find(image, path), step.files.context
    if found.answer is Answer.NO:
        return False
    text = context.texts.get(found.source or "") if context is not None and not found.edited else None
    return text is None or "tool.uv" in text
