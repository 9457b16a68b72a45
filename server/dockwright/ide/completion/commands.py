"""Commands in exec form: start commands, health checks and shells."""

from __future__ import annotations

import json
import re

from dockwright.ide import pages
from dockwright.ide.completion import projects
from dockwright.ide.image_facts.history import place_of
from dockwright.ide.snapshot import Snapshot
from dockwright.image.answer import Answer
from dockwright.refactors.stages.add_healthcheck import health_command
from dockwright.semantics.stage import Stage
from dockwright.syntax.instruction import Instruction
from dockwright.text import unsnipped

_SHELLS = (
    '["/bin/bash", "-o", "pipefail", "-c"]',
    '["/bin/sh", "-c"]',
    '["/bin/ash", "-eo", "pipefail", "-c"]',
    '["powershell", "-Command", "$ErrorActionPreference = \'Stop\'; $ProgressPreference = \'SilentlyContinue\';"]',
    '["pwsh", "-Command"]',
    '["cmd", "/S", "/C"]',
)
_OPTIONS = {
    "bash": ("-c", "-o pipefail -c", "-eo pipefail -c"),
    "ash": ("-c", "-eo pipefail -c", "-o pipefail -c"),
    "zsh": ("-c", "-o pipefail -c"),
    "sh": ("-c", "-e -c"),
    "dash": ("-c", "-e -c"),
    "powershell": ("-Command", "-NoProfile -Command"),
    "pwsh": ("-Command", "-NoProfile -Command"),
    "cmd": ("/S /C", "/C"),
}
"""Options of shells, by name."""
_PROGRAM = re.compile(r"\$\{\d+:(?:program|argument)\}")


def forms(snapshot: Snapshot, instruction: Instruction) -> list[tuple[str, str]]:
    """Arrays with placeholders, as labels and snippets: those that fit the image, then one for any program."""
    stage = snapshot.model.stage_at(instruction.start)
    if instruction.name == "HEALTHCHECK":
        found = health_command(stage, "8080") if stage else None
        own = [found] if isinstance(found, str) else []
    else:
        image = _image(stage)
        started = projects.starts(snapshot) if image == "node" else []
        own = started or pages.table("images")["commands"].get(image, [])
    known = (*own, '["${1:program}", "${2:argument}"]', '["${1:program}"]')
    return [(unsnipped(snippet), snippet) for snippet in dict.fromkeys(known)]


def commands(snapshot: Snapshot, instruction: Instruction) -> list[tuple[str, ...]]:
    """Complete commands for an array; those with a placeholder end before it."""
    shells = [tuple(json.loads(shell)) for shell in shell_values(snapshot, instruction)]
    if instruction.name == "SHELL":
        return shells
    found = [] if instruction.name == "RUN" else [snippet for _, snippet in forms(snapshot, instruction)]
    rows = [tuple(json.loads(unsnipped(snippet))) for snippet in found if not _PROGRAM.search(snippet)]
    return [*rows, *(row for row in shells if row[-1] == "-c")]


def shell_values(snapshot: Snapshot, instruction: Instruction) -> list[str]:
    """Values of SHELL; shells that the image certainly lacks come last."""
    step = snapshot.model.step_at(instruction.start)
    place = place_of(snapshot.model, step, snapshot.context) if step else None

    def is_missing(shell: str) -> bool:
        return place is not None and place.image.program(_name(json.loads(shell)[0])) is Answer.NO

    return sorted(_SHELLS, key=is_missing)


def of_shell(program: str) -> list[tuple[str, ...]]:
    """Values of SHELL that begin with a program."""
    return [(program, *options.split()) for options in _OPTIONS.get(_name(program), ())]


def _name(program: str) -> str:
    return re.split(r"[/\\\\]", program)[-1].removesuffix(".exe")


def _image(stage: Stage | None) -> str:
    image = stage.root.image or "" if stage else ""
    return image.partition(":")[0].partition("@")[0].rpartition("/")[2]
