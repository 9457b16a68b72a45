"""Whether an instruction after a RUN depends on the package lists that it leaves."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from dockwright.findings.shell.list_readers import PLAIN, Fate, fates
from dockwright.image.run_text import body_of
from dockwright.lazy import pattern
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.shell import Script, parse_shell, unwrapped

_READS = pattern(
    r"\b(?:apt|apt-get|aptitude|nala|apt-fast)\b[^;&|]*?\b(?:install|upgrade|build-dep)\b|\bapt-cache\b"
    r"|\b(?:rosdep|gdebi|tasksel|mk-build-deps)\b"
)
_UPDATES = pattern(r"\b(?:apt|apt-get|aptitude)\b[^;&|]*?\bupdate\b")
_BIN = pattern(r"(?:^|/)s?bin(?:/|$)")


class Later(NamedTuple):
    """The instruction after a RUN that needs its lists; `sure` is False if it is not known what it runs."""

    step: Step
    sure: bool


def relies_on_lists(model: Model, stage: Stage, place: int) -> Later | None:
    """The first later instruction, here or in a stage based on this one, that reads apt's lists without an update.

    Later means after `place` in the file. One that certainly does so is preferred to one that may.
    """
    doubtful: Later | None = None
    renewed = False
    for other in model.stages:
        if other.index == stage.index:
            start = place
        elif stands_on(other, stage):
            start = -1
        else:
            continue
        for later in other.all("RUN", "ONBUILD", "CMD", "ENTRYPOINT"):
            if later.instruction.start > start:
                fate = _fate(later)
                if fate == "uses":
                    return Later(later, True)
                if (
                    not renewed
                    and not doubtful
                    and (fate == "may use" or (not fate and _is_brought(later, stage, other)))
                ):
                    doubtful = Later(later, False)
                if fate == "updates":
                    if other.index != stage.index:
                        break
                    renewed = True
    return doubtful


def _fate(step: Step) -> Fate:
    """Whether an instruction reads apt's lists, or updates them first; cached with it."""
    unit = step.instruction.unit
    key = ("apt's lists", step.before.shell)
    found: Fate | None = unit.memo.get(key)
    if found is None:
        found = unit.memo[key] = _found(step)
    return found


def _found(step: Step) -> Fate:
    instruction = step.instruction.inner or step.instruction
    body = body_of(step)
    text = step.instruction.unit.text
    if body is not None and not body.script.has_errors:
        return _first(body.script)
    if _UPDATES.search(text):
        return "updates"
    if _READS.search(text):
        return "uses"
    if instruction.name != "RUN" or not instruction.is_json:
        return ""
    return _first(parse_shell(" ".join(token.value for token in instruction.arguments if " " not in token.value)))


def _first(script: Script) -> Fate:
    """The first certain result of a command; else that one may read them."""
    doubtful: Fate = ""
    for fate in fates(script):
        if fate in ("uses", "updates"):
            return fate
        doubtful = doubtful or fate
    return doubtful


def _is_brought(step: Step, *stages: Stage) -> bool:
    """Whether a program of a RUN is, or may be, one that the stages copy into a folder on PATH."""
    body = body_of(step)
    if body is None:
        return False
    names = {posixpath.basename(unwrapped(command).name or "") for command in body.commands} - PLAIN - {""}
    for copy in [copy for stage in stages for copy in stage.all("COPY", "ADD")] if names else ():
        words = [token.value.rstrip("/") for token in copy.instruction.arguments]
        if len(words) < 2 or not _BIN.search(words[-1]):
            continue
        brought = {posixpath.basename(word) for word in words}
        if names & brought or any("." not in posixpath.basename(word) or "*" in word for word in words[:-1]):
            return True
    return False


def stands_on(stage: Stage, bottom: Stage) -> bool:
    """Whether a stage is another one or based on it."""
    one: Stage | None = stage
    while one is not None:
        if one.index == bottom.index:
            return True
        one = one.base
    return False
