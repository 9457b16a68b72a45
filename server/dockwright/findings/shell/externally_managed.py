"""Where the pip of a distribution refuses to install outside of a virtual environment, and how it is told to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.stage_text import says
from dockwright.image.answer import Answer
from dockwright.image.bases.base import Base
from dockwright.image.built_stage import BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.on_path import added_folders
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.packages import Invocation, invocation
from dockwright.syntax.instruction import Instruction
from dockwright.text import Edit, Span

_SINCE = {"debian": (12,), "ubuntu": (23, 4), "alpine": (3, 19)}
"""The first releases whose Python is marked as externally managed (PEP 668)."""
_ELSEWHERE = ("--break-system-packages", "--target", "-t", "--prefix", "--root", "--dry-run", "--python")
_HELD_BACK = re.compile(
    r"EXTERNAL|externally|pip3?\.conf|pip3? config|PIP_BREAK|break-system|conda"
    r"|mamba|pyenv|venv|virtualenv|get-pip|\buv\b|VIRTUAL_ENV|/usr/local"
)


def marks(base: Base) -> bool:
    """Whether the Python that a distribution packages is marked as externally managed."""
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


def may_refuse(ran: Ran, call: Invocation) -> bool:
    """Whether a command installs packages in the way that an externally managed pip refuses."""
    if call.manager.family != "python" or call.manager.name not in ("pip", "pip3") or call.action != "install":
        return False
    path = ran.words[0] or ""
    if "/" in path and path.rpartition("/")[0] not in ("/usr/bin", "/bin"):
        return False
    return bool(call.subcommand_words) and not call.arguments.has(*_ELSEWHERE)


def is_held_back(scene: BuiltStage, index: int) -> bool:
    """Whether something up to an instruction may make pip install after all, or may bring another one."""
    # A folder before all others on PATH may hold another pip.
    return says(scene, _HELD_BACK, index + 1) or added_folders(scene.stage, index) != frozenset()


def permission(instruction: Instruction, call: Invocation) -> Edit:
    """The edit that tells a pip to install in spite of it, from the start of the instruction."""
    end = source_span(instruction.unit, call.subcommand_words[-1].span).end
    return Edit(Span(end, end), " --break-system-packages")


def permissions(scene: BuiltStage, index: int) -> Iterator[Edit]:
    """The same for all pips from an instruction on."""
    for place in scene.stage.body.places(("RUN",)):
        step = scene.at(place)
        for ran, _ in step.commands if place >= index else ():
            call = invocation(ran.command)
            if call is not None and may_refuse(ran, call):
                yield permission(step.instruction, call).shifted(scene.stage.body.offsets[place])
