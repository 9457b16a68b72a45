"""Whether something after a RUN relies on the package lists that it leaves."""

from __future__ import annotations

from dockwright.image.run_text import body_of
from dockwright.lazy import pattern
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step

_INSTALLS = pattern(r"\b(?:apt|apt-get|aptitude|apt-cache|apt-file)\b")
_UPDATES = pattern(r"\b(?:apt|apt-get|aptitude)\b[^;&|]*?\bupdate\b")


def relies_on_lists(model: Model, stage: Stage, place: int) -> Step | None:
    """The first later RUN, here or in a stage built on this one, that uses apt and has no update before that.

    Later is what stands behind `place` in the file.
    """
    for other in model.stages:
        if other.index == stage.index:
            start = place
        elif stands_on(other, stage):
            start = -1
        else:
            continue
        for later in other.all("RUN", "ONBUILD"):
            if later.instruction.start > start:
                fate = _fate(later)
                if fate == "uses":
                    return later
                if fate == "updates" and other.index != stage.index:
                    break
    return None


def _fate(step: Step) -> str:
    """Whether a RUN uses apt's lists first, or updates them first."""
    body = body_of(step)
    calls = body.calls_of("apt-get", "apt", "aptitude") if body and not body.script.has_errors else ()
    for call in calls:
        if call.action == "update":
            return "updates"
        if call.action in ("install", "upgrade", "download"):
            return "uses"
    text = step.instruction.unit.text
    if calls or not _INSTALLS.search(text):
        return ""
    return "updates" if _UPDATES.search(text) else "uses" if "install" in text else ""


def stands_on(stage: Stage, bottom: Stage) -> bool:
    """Whether a stage is another one or built on it."""
    one: Stage | None = stage
    while one is not None:
        if one.index == bottom.index:
            return True
        one = one.base
    return False
