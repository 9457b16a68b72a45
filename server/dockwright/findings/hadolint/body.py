"""The commands of a RUN as hadolint reads them: in exec form, too, and without those after sudo, env and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dockwright.frozen import replace
from dockwright.image.run_body import Body
from dockwright.image.run_text import body_of
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from dockwright.semantics.stage import Step
    from dockwright.syntax.shell import Simple

_PIPEFAIL = pattern(r"(?:/bin/)?(?:ash|bash|zsh)\s.*-[a-z]*o\s+pipefail\b.*", re.DOTALL)
_THROUGH = frozenset(["busybox", "builtin", "command", "exec", "run", "time"])
"""Wrappers that hadolint skips, with the options of `exec` and `time`."""


def body_as_hadolint(step: Step) -> Body | None:
    """The script of a RUN with the commands that hadolint sees; None if it sees none."""
    unit = step.instruction.unit.inner or step.instruction.unit
    pipefail = bool(_PIPEFAIL.fullmatch(" ".join(step.before.shell)))
    if unit.name == "RUN" and unit.is_json:
        return Body(" ".join(token.value for token in unit.arguments), pipefail=pipefail)
    body = body_of(step)
    if body is None:
        return None
    told = replace(body, pipefail=pipefail)
    if not any(command.name in _THROUGH for command in body.commands):
        return told
    told.__dict__["commands"] = tuple(map(_behind, body.commands))
    return told


def _behind(command: Simple) -> Simple:
    if command.name not in _THROUGH:
        return command
    words = list(command.arguments)
    while words and command.name in ("exec", "time") and words[0].text.startswith("-"):
        del words[: 2 if words[0].text == "-a" else 1]
    if not words or words[0].text.startswith("-"):
        return command
    return replace(command, words=tuple(words))
