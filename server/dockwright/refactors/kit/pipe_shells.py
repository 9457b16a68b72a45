"""The shell that runs a RUN, and whether it can fail if any part of a pipe does."""

from __future__ import annotations

from dockwright.findings.shell.pipes import unchecked_pipes
from dockwright.image.families import family
from dockwright.image.run_body import Body
from dockwright.image.run_text import body_of
from dockwright.refactors.kit.selection import is_windows
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step

_KNOW = frozenset({"bash", "zsh", "ksh", "ash", "busybox"})
COST = "a command that `head` cuts off also fails"


def body_with_pipes(model: Model, stage: Stage | None, step: Step) -> Body | None:
    """The script of a RUN in which the failure of a pipe may be hidden."""
    if stage is None or is_windows(model, stage) or step.instruction.name != "RUN" or step.instruction.problems:
        return None
    body = body_of(step)
    if body is None or body.script.has_errors or not any(unchecked_pipes(body)):
        return None
    return body


def knows_pipefail(model: Model, stage: Stage, step: Step) -> str:
    """Why the shell of a step may not support `pipefail`; empty if it certainly does."""
    name = step.before.shell[0].rpartition("/")[2]
    kind = family(stage)
    if name in _KNOW or (name == "sh" and kind in ("alpine", "busybox", "rhel", "suse")):
        return ""
    if name == "sh" and kind in ("debian", "ubuntu"):
        return f"`/bin/sh` of {kind.capitalize()} is dash, and few versions have `pipefail`; use SHELL with bash"
    return f"Cannot tell whether `{step.before.shell[0]}` of this image has `pipefail`; use SHELL with bash"


def shell_with_pipefail(model: Model, stage: Stage, step: Step) -> tuple[str, ...] | str:
    """The words of a SHELL with pipefail, or why none is known to exist."""
    shell = step.before.shell
    name = shell[0].rpartition("/")[2]
    if name in _KNOW and shell[-1] == "-c":
        return (*shell[:-1], "-o", "pipefail", "-c")
    kind = family(stage)
    if shell == ("/bin/sh", "-c") and kind in ("alpine", "busybox"):
        return ("/bin/ash", "-o", "pipefail", "-c")
    if shell == ("/bin/sh", "-c") and kind in ("debian", "ubuntu", "rhel", "suse"):
        return ("/bin/bash", "-o", "pipefail", "-c")
    if shell == ("/bin/sh", "-c") and kind == "":
        return ("/bin/bash", "-o", "pipefail", "-c")
    return "Cannot tell which shells this image has"


def assumed(stage: Stage, step: Step) -> str:
    """The assumption behind `shell_with_pipefail` if the name of the base image does not tell."""
    unknown = step.before.shell == ("/bin/sh", "-c") and family(stage) == ""
    return "needs bash" if unknown else ""
