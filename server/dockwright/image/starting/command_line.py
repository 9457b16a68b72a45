"""The command of a container of a stage: how ENTRYPOINT and CMD combine."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.semantics.image_names import parse_reference
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.state import Command


class Part(NamedTuple):
    """The words of one of the two, and its instruction; None for the base image."""

    words: tuple[str, ...]
    step: Step | None


class CommandLine(NamedTuple):
    """The two parts of a command line; None if neither the file nor the base image, as far as known, has it."""

    entrypoint: Part | None
    cmd: Part | None
    ignores_cmd: bool
    """Whether ENTRYPOINT is in shell form, which ignores arguments."""
    known: bool
    """Whether everything that matters is known, so that a missing part is certainly missing."""

    @property
    def words(self) -> tuple[str, ...]:
        """All words in order."""
        first = self.entrypoint.words if self.entrypoint else ()
        return first if self.ignores_cmd or not self.cmd else first + self.cmd.words


def command_line(stage: Stage) -> CommandLine:
    """The command line at the end of a stage."""
    stages = list(chain(stage))
    starts = [one.start for one in stages]  # the steps in the result have absolute offsets
    kept: tuple[list[int], CommandLine] | None = stage.chain.memo.get("command line")
    if kept is None or kept[0] != starts:
        kept = stage.chain.memo["command line"] = starts, _command_line(stages)
    return kept[1]


def _command_line(stages: list[Stage]) -> CommandLine:
    root = stages[-1]
    start = root.body.states[0]
    entrypoint = _of_base(start.base_entrypoint, start.shell)
    cmd = _of_base(start.base_cmd, start.shell)
    ignores = isinstance(start.base_entrypoint, str)
    known = root.is_scratch or entrypoint is not None or cmd is not None or _has_no_entrypoint(root)
    for part in reversed(stages):
        cmd_here = False  # ENTRYPOINT resets the CMD of the base of the stage, but not one in the stage itself.
        for step in part.all("ENTRYPOINT", "CMD"):
            new = _given(step)
            if step.instruction.name == "CMD":
                cmd, cmd_here = new, True
            else:
                entrypoint, ignores = new, not step.instruction.is_json
                known = True
                if not cmd_here:
                    cmd = None
    return CommandLine(entrypoint, cmd, ignores and entrypoint is not None, known)


_WITHOUT_ENTRYPOINT = frozenset(
    """
    almalinux alpine amazonlinux archlinux buildpack-deps busybox centos debian elixir erlang fedora gcc golang httpd
    oraclelinux perl photon pypy python rockylinux ruby rust swift ubuntu
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
"""Official images of which no version has had an ENTRYPOINT."""


def _has_no_entrypoint(root: Stage) -> bool:
    parsed = parse_reference(root.image) if root.image and "$" not in root.base_word else None
    return parsed is not None and parsed.official in _WITHOUT_ENTRYPOINT


def _given(step: Step) -> Part | None:
    instruction = step.instruction
    if instruction.is_json:
        words = tuple(token.value for token in instruction.arguments)
        return Part(words, step) if words else None
    return Part((*step.before.shell, instruction.argument_text), step)


def _of_base(command: Command, shell: tuple[str, ...]) -> Part | None:
    if not command:
        return None
    return Part((*shell, command) if isinstance(command, str) else command, None)
