"""`pip-externally-managed`: the pip of the distribution refuses to install outside of a virtual environment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.answer import Answer
from dockwright.image.bases.base import Base
from dockwright.image.built_stage import BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.on_path import added_folders
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.packages import Invocation, invocation
from dockwright.text import Edit, Span

_SINCE = {"debian": (12,), "ubuntu": (23, 4), "alpine": (3, 19)}
"""The first releases whose Python is marked as externally managed (PEP 668)."""
_ELSEWHERE = ("--break-system-packages", "--target", "-t", "--prefix", "--root", "--dry-run", "--python")
_HELD_BACK = re.compile(
    r"EXTERNAL|externally|pip3?\.conf|pip3? config|PIP_BREAK|break-system|conda"
    r"|mamba|pyenv|venv|virtualenv|get-pip|\buv\b|VIRTUAL_ENV|/usr/local"
)


@rule("pip-externally-managed", Severity.WARNING, on=("RUN", "COPY", "ADD", "ENV", "ARG"))
def pip_externally_managed(scene: BuiltStage) -> Iterator[Finding]:
    base = scene.image.base
    if not _marks(base):
        return
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for ran, image in step.commands:
            call = invocation(ran.command)
            if call is None or ran.excused or not _refuses(ran, call, image):
                continue
            # A folder before all others on PATH may hold another pip.
            if says(scene, _HELD_BACK, index + 1) or added_folders(scene.stage, index) != frozenset():
                return
            start = scene.stage.body.offsets[index]
            word = call.subcommand_words[-1]
            end = source_span(step.instruction.unit, word.span).end + start
            fix = Fix("Add `--break-system-packages`", (Edit(Span(end, end), " --break-system-packages"),), safe=False)
            message = (
                f"{base.family.capitalize()}'s pip refuses to install here (externally managed); use a virtual "
                f"environment or `--break-system-packages`"
            )
            yield Finding(
                source_span(step.instruction.unit, ran.span).shifted(start), message, (fix,),
                doubtful=step.is_doubtful or not ran.certain,
            )  # fmt: skip
            return


def _marks(base: Base) -> bool:
    where = base.distribution
    if (
        where is None
        or where.family not in _SINCE
        or not where.certain
        or Answer.NO not in (base.program("pip3"), base.program("pip"))
    ):
        return False
    if not re.fullmatch(r"\d+(\.\d+)*", where.release):
        return False
    return tuple(map(int, where.release.split("."))) >= _SINCE[where.family]


def _refuses(ran: Ran, call: Invocation, image: Image) -> bool:
    if call.manager.family != "python" or call.manager.name not in ("pip", "pip3") or call.action != "install":
        return False
    path = ran.words[0] or ""
    if "/" in path and path.rpartition("/")[0] not in ("/usr/bin", "/bin"):
        return False
    return image.program("pip3") is Answer.YES and bool(call.subcommand_words) and not call.arguments.has(*_ELSEWHERE)
