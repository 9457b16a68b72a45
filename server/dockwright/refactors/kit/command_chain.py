"""The commands of a RUN as a list that runs from the first to the last, and how to remove some of them."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from dockwright.config import Config
from dockwright.frozen import frozen
from dockwright.image.run_text import body_of, deleted_span, source_span
from dockwright.refactors.kit.refactor import Refusal, Rewrite
from dockwright.refactors.kit.requirements import lacking
from dockwright.refactors.kit.selection import has_pragma, is_windows
from dockwright.semantics.commands.programs import Call
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import State
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.language import flags
from dockwright.syntax.shell import AndOr, Command, Script, Simple, Word
from dockwright.text import Edit, Span

WIDEST = 120
_SAFE = re.compile(r"[A-Za-z0-9_./:%+~@=,?&#!^-]*\Z")
_WITH_VARIABLES = re.compile(r"(?:[A-Za-z0-9_./:%+~@=,?&#!^-]|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})*\Z", re.ASCII)
_ROOT = frozenset({"", "0", "root", "0:0", "root:root", "0:root", "root:0"})


BETWEEN = frozenset({"ENV", "ARG", "LABEL", "EXPOSE", "CMD", "ENTRYPOINT", "HEALTHCHECK", "STOPSIGNAL"})
"""Instructions that may be in between: they change neither files nor the meaning of paths."""


class Place(NamedTuple):
    """The selected step and the other steps of its stage."""

    stage: Stage
    steps: list[Step]
    """All steps of the stage."""
    at: int

    @property
    def step(self) -> Step:
        """The selected step."""
        return self.steps[self.at]


@frozen
class Chain:
    """The commands of a RUN, each of which runs only if the previous ones succeed."""

    step: Step
    script: Script
    commands: tuple[Command, ...]
    strict: bool
    """Whether `set -e` comes first, so that commands are joined by separators."""

    def source(self, span: Span) -> Span:
        """Convert a range of the script to a range in the file."""
        return source_span(self.step.instruction.unit, span).shifted(self.step.instruction.start)

    def deleted(self, span: Span) -> Span:
        """The range in the file to delete for a range of the script, including a continuation before it."""
        return deleted_span(self.step.instruction.unit, span).shifted(self.step.instruction.start)


def place_at(model: Model, selection: Span, *names: str) -> Place | None:
    """The selected step, if it is one of these instructions."""
    stage, step = model.stage_at(selection.start), model.step_at(selection.start)
    if stage is None or step is None or step.instruction.name not in names or step.instruction.problems:
        return None
    steps = list(stage.steps)
    at = next(index for index, each in enumerate(steps) if each.instruction.start == step.instruction.start)
    return Place(stage, steps, at)


def chain(model: Model, stage: Stage, step: Step, *, caches: bool = False) -> Chain | Refusal:
    """The commands of a RUN in shell form, or why they cannot be separated; `caches` allows cache mounts."""
    run = step.instruction
    if is_windows(model, stage):
        return Refusal("Not for Windows images or files with a backtick as escape character")
    body = body_of(step)
    if body is None or body.text.startswith("#!"):
        return Refusal("The RUN is in exec form, or not run by a POSIX shell")
    script = body.script
    if script.has_errors or not script.body.items or script.comments:
        return Refusal("Cannot parse the shell commands of this RUN")
    if any(not (caches and flag.name == "mount" and "type=cache" in flag.raw.split(",")[0]) for flag in run.flags):
        return Refusal("The RUN has flags, such as a mount, that change what its commands see")
    items = list(script.body.items)
    if any(operator.text == "&" for operator in script.body.separators):
        return Refusal("A command of the RUN runs in the background")
    if len(items) == 1 and _is_and(items[0]):
        return Chain(step, script, _flat(items[0]), strict=False)
    if len(items) > 1 and _stops(items[0]):
        commands = tuple(each for each in items if not isinstance(each, AndOr))
        if len(commands) == len(items):
            return Chain(step, script, commands, strict=True)
    return Refusal("The commands are joined by operators other than `&&`")


def without(found: Chain, first: int, stop: int) -> tuple[Edit, ...] | Refusal:
    """The edits that remove the commands `first:stop` from a RUN, or the whole RUN if nothing else is left."""
    commands = found.commands
    rest = [*commands[:first], *commands[stop:]]
    if all(isinstance(each, Simple) and each.name == "set" for each in rest):
        return (Edit(whole(found.step.instruction), ""),)
    if stop < len(commands):
        span = Span(commands[first].span.start, commands[stop].span.start)
    else:
        span = Span(commands[first - 1].span.end, commands[-1].span.end)
    if found.script.text[span.start : span.end].count("<<"):
        return Refusal("There is a heredoc among the commands")
    place = found.deleted(span)
    if any(comment.span.overlaps(place) for comment in found.step.instruction.comments):
        return Refusal("There is a comment between the commands")
    return (Edit(place, ""),)


def instead(
    model: Model, config: Config, found: Chain, taken: tuple[int, int], add: str, cost: str, verb: str
) -> Rewrite | Refusal:
    """An ADD with the given flags, source and folder before a RUN from which the commands `taken` are removed."""
    for flag in re.findall(r"--([a-z-]+)", add.partition("://")[0]):
        minor = int(flags("ADD")[flag].since.removeprefix("1.") or 0)
        if reason := lacking(model, config, f"`ADD --{flag}`", minor):
            return Refusal(reason)
    run = found.step.instruction
    if has_pragma(model, found.step):
        return Refusal("A comment that suppresses findings in the RUN would end up above another instruction")
    rest = without(found, *taken)
    if isinstance(rest, Refusal):
        return rest
    end, name = line_end(model, run), keyword("ADD", run)
    *given, source, place = add.split(" ")
    line = f"{name} {add}"
    if len(line) > WIDEST:
        line = f"{name} {' '.join(given)} \\{end}    {source} \\{end}    {place}"
    title = f"{verb} `{posixpath.basename(source.partition('?')[0].partition('#')[0]) or source}` with ADD"
    if rest[0].span == whole(run):
        if run.comments:
            return Refusal("There is a comment between the commands")
        return Rewrite(title, (Edit(run.span, line),), cost)
    start = run.keyword.span.start
    return Rewrite(title, (Edit(Span(start, start), f"{line}{end}"), *rest), cost)


def is_steady(steps: list[Step], first: Step, last: Step) -> bool:
    """Whether the variables that two steps of a stage use have the same values."""
    if "$" not in first.instruction.unit.text and "$" not in last.instruction.unit.text:
        return True
    start, stop = first.instruction.start, last.instruction.start
    return not any(step.instruction.name in ("ENV", "ARG") for step in steps if start < step.instruction.start < stop)


def whole(instruction: Instruction) -> Span:
    """An instruction including its last line end."""
    return Span(instruction.keyword.span.start, instruction.full_end)


def between(model: Model, first: Instruction, second: Instruction) -> list[str]:
    """The comment lines between two instructions."""
    text = model.tree.text.string[first.end : second.keyword.span.start]
    return [line.strip() for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def line_end(model: Model, instruction: Instruction) -> str:
    """The line end used around an instruction."""
    return "\r\n" if "\r\n" in model.tree.text.string[: instruction.full_end + 2] else "\n"


def keyword(name: str, like: Instruction) -> str:
    """The name of an instruction in the case of another one."""
    written = like.keyword.value
    return name.lower() if written.islower() else name.capitalize() if written.istitle() else name


def as_written(word: Word | None, state: State) -> str | None:
    """A word of a command as an equivalent word of COPY or ADD; None if there is none."""
    if word is None or word.is_pattern or word.substitutions:
        return None
    if word.literal is not None:
        return word.literal if word.literal and _SAFE.match(word.literal) else None
    text = word.text
    quoted = len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]
    text = text[1:-1] if quoted else text
    if not _WITH_VARIABLES.match(text):
        return None
    for variable in word.variables:
        known = state.variables.get(variable.name)
        if variable.name not in state.variables and variable.name not in state.declared:
            return None
        if (known is None and text.startswith("$") and not quoted) or re.search(r"[\s*?\[]", known or ""):
            return None
    return text


def option(asked: Call, name: str, state: State) -> str | None:
    """The value of an option as a word of COPY or ADD; None if there is none."""
    literal = asked.values.get(name)
    if literal is not None:
        return literal if literal and _SAFE.match(literal) else None
    return as_written(asked.options.get(name), state)


def is_root(state: State) -> bool:
    """Whether RUN creates files owned by root, unless an unknown image says otherwise."""
    return state.user is None or state.user in _ROOT


def _is_and(item: Command | AndOr) -> bool:
    return not isinstance(item, AndOr) or item.only_and


def _flat(item: Command | AndOr) -> tuple[Command, ...]:
    return item.items if isinstance(item, AndOr) else (item,)


def _stops(item: Command | AndOr) -> bool:
    """Whether it is `set -e`, with or without other letters."""
    if not isinstance(item, Simple) or item.name != "set":
        return False
    return any(re.fullmatch(r"-[a-z]*e[a-z]*", word.literal or "") for word in item.arguments)
