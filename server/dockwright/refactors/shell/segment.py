"""A RUN as a part of a longer script: its content, its shell, and why it cannot be joined to others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from dockwright.frozen import frozen
from dockwright.image.families import family, names_windows
from dockwright.image.run_text import body_of, source_span
from dockwright.refactors.kit.refactor import Refusal
from dockwright.refactors.shell.aborts import may_abort, may_fail_in_a_sum, may_skip_lines
from dockwright.refactors.shell.errexit import has_known_options, may_switch_off
from dockwright.semantics import images
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import State
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Heredoc
from dockwright.syntax.shell import AndOr, Command, Redirection, Script, Simple, options_of_set
from dockwright.text import Span

Errexit = Literal["on", "off", "unknown"]
_PROGRAMS = frozenset({"sh", "bash", "ash", "dash"})
_REPLACERS = re.compile(r"(?i:\b(?:ln|cp|mv|install|dpkg-divert|dpkg-reconfigure|update-alternatives|copy|add)\b)")
_SH = re.compile(r"(?<![\w.-])(?:sh|dash)(?![\w.-])")


@frozen
class Segment:
    """One RUN and its script."""

    instruction: Instruction
    """Under ONBUILD, the RUN that is triggered."""
    start: int
    """The start of the keyword of the line, including ONBUILD."""
    script: Script
    heredoc: Heredoc | None
    """The heredoc that contains the whole script, if there is one."""
    errexit: Errexit
    """Whether the shell is started with `-e`."""
    nounset: bool
    """Whether the shell is started with `-u`."""
    bash: Literal["yes", "as sh", "no"]
    """`as sh`: `sh` is, or may be, bash."""
    variables: Mapping[str, str | None]
    """The variables that are set before it."""
    prelude: frozenset[str]
    """The options that leading `set` commands enable."""
    joined_by: str
    """The separator after the leading `set` commands: `;`, `&&`, a line break, or empty."""
    items: tuple[Command | AndOr, ...]
    """The top level after these."""

    def source(self, span: Span) -> Span:
        """Convert a range of the script to a range of the document."""
        unit = self.instruction.unit
        return source_span(unit, span).shifted(self.instruction.start)

    @property
    def is_bash(self) -> bool:
        """Whether the name of the shell is bash."""
        return self.bash == "yes"

    @property
    def aborts(self) -> bool:
        """Whether bash may stop it with 127 if `set -e` is off, and with 1 if it is on or in a subshell."""
        return self.bash != "no" and may_abort(
            self.script, self.variables, as_sh=self.bash == "as sh", nounset=self.nounset
        )

    @property
    def skips_lines(self) -> bool:
        """Whether bash may continue with the next line after an error, so that line ends matter."""
        return self.bash == "yes" and may_skip_lines(self.script)

    def ends_as_before(self, *, subshell: bool, errexit: bool) -> bool:
        """Whether it has the same exit status by itself, in a subshell, and with `set -e` before it."""
        if subshell and self.bash == "as sh" and may_fail_in_a_sum(self.script):
            return False
        return not (subshell or errexit) or self._stays_under_errexit or not self.aborts

    @property
    def _stays_under_errexit(self) -> bool:
        off = any(may_switch_off(placed.command) for placed in self.script.simple_commands())
        return ("e" in self.prelude or self.errexit == "on") and not off

    @property
    def sets_errexit(self) -> bool:
        """Whether a command of it may enable `-e`."""
        return any(
            placed.command.name == "set" and any(name == "e" for _, name in options_of_set(placed.command))
            for placed in self.script.simple_commands()
        )


def segment_at(model: Model, selection: Span) -> Segment | Refusal | None:
    """The RUN at the start of a selection, if in shell form and without a heredoc; None for anything else."""
    step = model.step_at(selection.start)
    instruction = (step.instruction.inner or step.instruction) if step else None
    if step is None or instruction is None or instruction.name != "RUN" or instruction.heredocs or instruction.is_json:
        return None
    return segment(model, step)


def segment(model: Model, step: Step) -> Segment | Refusal:
    """A RUN in shell form or with one heredoc as its script, or why its effect is not known."""
    stage = model.stage_at(step.instruction.start)
    instruction = step.instruction.inner or step.instruction
    state = stage.body.passed_on if stage and step.instruction.inner else step.before
    heredoc = _lone_heredoc(instruction)
    if instruction.is_json or step.instruction.problems or (instruction.heredocs and heredoc is None):
        return Refusal("Only RUNs in shell form or with a single heredoc as their text can be rewritten")
    if stage is None or _is_windows(model, stage, state):
        return Refusal("The image is or may be for Windows, whose shells join commands by other rules")
    errexit = _errexit(stage, state)
    body = body_of(Step(step.instruction, state, state))
    if errexit is None or body is None:
        return Refusal("Cannot tell whether the shell is a plain `sh` or `bash` without startup files")
    script = body.script
    if heredoc is not None and (script.text.startswith("#!") or "\r" in script.text):
        return Refusal("The heredoc names its own program, or has line endings that break the shell text")
    ends = script.text.rstrip(" \t\r\n").endswith("\\") or not all(
        _is_closed(script.text, item) for item in script.redirections()
    )
    if script.has_errors or not script.body.items or ends:
        return Refusal("Cannot parse the shell commands")
    if script.comments and heredoc is None:
        return Refusal("A shell comment at the end of a command would hide what follows when merged")
    nounset = any(re.fullmatch("-[cexuo]*u[cexuo]*|nounset", option) for option in state.shell[1:])
    bash = _bash(model, stage, step, state.shell[0].rpartition("/")[2])
    variables = state.variables
    start = step.instruction.start
    return Segment(instruction, start, script, heredoc, errexit, nounset, bash, variables, *_prelude(script))


def _is_closed(text: str, item: Redirection) -> bool:
    """Whether a heredoc of the shell ends with its terminator, and not with the script."""
    if item.operator not in ("<<", "<<-"):
        return True
    end = item.target.literal if item.target else None
    return item.body is not None and text[item.body.end :].partition("\n")[0] == end


def _bash(model: Model, stage: Stage, step: Step, program: str) -> Literal["yes", "as sh", "no"]:
    if program != "sh":
        return "yes" if program == "bash" else "no"
    if family(stage) not in ("debian", "ubuntu", "alpine", "busybox"):
        return "as sh"
    below: Stage | None = stage
    while below is not None:
        for other in below.steps:
            if other.instruction.start < step.instruction.start and _may_replace_sh(other.instruction.unit.text):
                return "as sh"
        below = below.base
    return "no"


@lru_cache(maxsize=4096)
def _may_replace_sh(text: str) -> bool:
    return bool(_SH.search(text) and _REPLACERS.search(text))


def _lone_heredoc(instruction: Instruction) -> Heredoc | None:
    found = instruction.heredocs
    if len(found) != 1 or found[0].terminator is None:
        return None
    marker = instruction.unit.heredocs[0].marker
    text = instruction.unit.text[marker.start : marker.end]
    return found[0] if text.strip() == instruction.argument_text.strip() and not found[0].descriptor else None


def _is_windows(model: Model, stage: Stage, state: State) -> bool:
    if names_windows(stage.root.image or ""):
        return True
    return model.tree.escape != "\\" and not state.shell_set and not is_known(stage)


def is_known(stage: Stage) -> bool:
    """Whether the shell that the base image sets is known: official images have the default one or name it."""
    image = stage.root.image or ""
    return image == "scratch" or images.lookup(image) is not None or images.relative(image) is not None


def _errexit(stage: Stage, state: State) -> Errexit | None:
    """Whether the shell runs with `-e`; None if it is not a plain POSIX shell, or reads start-up files."""
    program, *options = state.shell or ("",)
    if program.rpartition("/")[2] not in _PROGRAMS or {"BASH_ENV", "SHELLOPTS", "BASHOPTS"} & set(state.variables):
        return None
    letters: set[str] = set()
    words = iter(options)
    for word in words:
        if not re.fullmatch(r"-[cexuo]+", word):
            return None
        letters |= set(word[1:])
        for _ in range(word.count("o")):
            name = next(words, "")
            if name not in ("pipefail", "errexit", "nounset", "xtrace"):
                return None
            letters |= {"e"} if name == "errexit" else set()
    if "c" not in letters:
        return None
    if not state.shell_set and not is_known(stage):
        return "unknown"
    return "on" if "e" in letters else "off"


def _prelude(script: Script) -> tuple[frozenset[str], str, tuple[Command | AndOr, ...]]:
    """What leading `set` commands enable, what joins them to the rest, and the rest."""
    on: set[str] = set()
    joined_by = ""
    items = list(script.body.items)
    marks = [mark.text for mark in script.body.separators] + [""]
    while items:
        first = items[0]
        head = first.items[0] if isinstance(first, AndOr) else first
        if not isinstance(head, Simple) or not _switches_on(head):
            break
        on |= {name for _, name in options_of_set(head)}
        if isinstance(first, AndOr):
            if first.operators[0].text != "&&":
                break
            joined_by = "&&"
            rest, operators = first.items[1:], first.operators[1:]
            span = Span(rest[0].span.start, first.span.end)
            items[0] = AndOr(span, rest, operators) if operators else rest[0]
        else:
            joined_by = marks.pop(0)
            items.pop(0)
    return (frozenset(on), joined_by, tuple(items)) if items else (frozenset(), "", script.body.items)


def _switches_on(command: Simple) -> bool:
    return (
        command.name == "set"
        and has_known_options(command)
        and all(sign == "-" and name in ("e", "u", "x", "pipefail") for sign, name in options_of_set(command))
    )
