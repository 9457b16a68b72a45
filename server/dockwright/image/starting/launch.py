"""The command of a container of a stage: the program after wrappers, and the commands that a shell runs in order."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockwright.image.starting.command_line import CommandLine, Part, command_line
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.shell import AndOr, Compound, Pipeline, Sequence, Simple, parse_shell, unwrapped
from dockwright.text import Span

_INITS = frozenset({"tini", "tini-static", "dumb-init", "catatonit", "docker-init"})
_SHELLS = frozenset({"sh", "bash", "dash", "ash", "ksh", "zsh"})


class Started(NamedTuple):
    """A command that is started."""

    words: tuple[str | None, ...]
    """The name and arguments; None for an unknown word."""
    span: Span
    """Where it says so."""
    behind: bool = False
    """Whether the shell does not wait for it."""

    @property
    def name(self) -> str:
        """The name of the program without folder; empty if not known."""
        return (self.words[0] or "").rpartition("/")[2] if self.words else ""


class Launch(NamedTuple):
    """The instruction of a stage that defines the command of its containers."""

    step: Step
    part: Part
    known: bool
    """Whether nothing else influences it."""
    first: int
    """The index of the program among the words, after an init such as tini."""
    more: tuple[str, ...] = ()
    """The words of CMD that are appended to an ENTRYPOINT."""

    @property
    def words(self) -> tuple[str, ...]:
        """The program and its arguments."""
        return self.part.words[self.first :]

    def span(self, index: int = 0) -> Span:
        """The range of a word; in shell form that of the whole script."""
        found = self.step.instruction
        if not found.is_json:
            return found.arguments_span
        return found.arguments[min(self.first + index, len(found.arguments) - 1)].span


def launch(stage: Stage) -> Launch | None:
    """The command of containers of a stage, if an instruction of the stage itself names the program."""
    line = command_line(stage)
    part, first = _program(line)
    if part is None or part.step is None or first >= len(part.words):
        return None
    unit = part.step.instruction.unit
    if part.step.instruction.problems or not any(own is unit for own in stage.body.units):
        return None
    adds = line.cmd is not None and part is not line.cmd and part.step.instruction.is_json and not line.ignores_cmd
    return Launch(part.step, part, line.known, first, line.cmd.words if adds and line.cmd else ())


def passes_on(words: tuple[str, ...]) -> bool:
    """Whether an ENTRYPOINT only executes its arguments: an init, or the script of an official image."""
    name = words[0].rpartition("/")[2]
    return (
        name.endswith("entrypoint.sh")
        or name == "docker-php-entrypoint"
        or (name in _INITS and after_init(words) >= len(words))
    )


def _program(line: CommandLine) -> tuple[Part | None, int]:
    entry = line.entrypoint
    if entry is None:
        return line.cmd, after_init(line.cmd.words) if line.cmd else 0
    if line.cmd is not None and not line.ignores_cmd:
        if entry.step is None and passes_on(entry.words):
            return line.cmd, after_init(line.cmd.words)
        if after_init(entry.words) >= len(entry.words):
            return line.cmd, 0
        if _only_changes(entry.words):
            return line.cmd, after_init(line.cmd.words)
    return entry, after_init(entry.words)


def _only_changes(words: tuple[str, ...]) -> bool:
    """Whether an ENTRYPOINT is a program that sets variables or the user and then executes its arguments."""
    name = words[0].rpartition("/")[2]
    if name == "env":
        return all(word in ("-i", "-") or re.match(r"[A-Za-z_]\w*=", word) for word in words[1:])
    return name in ("gosu", "su-exec") and len(words) == 2


def after_init(words: tuple[str, ...]) -> int:
    """The index of the word after an init and its options."""
    if not words or words[0].rpartition("/")[2] not in _INITS:
        return 0
    at = 1
    while at < len(words) and words[at].startswith("-"):
        at += 1
        if words[at - 1] == "--":
            break
    return at


def commands(found: Launch) -> tuple[Started, ...] | None:
    """The commands that are started, in order; None with loops, conditions or pipes."""
    instruction = found.step.instruction
    if instruction.is_json:
        words = found.words
        if is_shell(words[0]) and len(words) == 3 and takes_text(words[1]):
            return _of_script(words[2], lambda span: found.span(2))
        if is_shell(words[0]) and len(words) == 2 and takes_text(words[1]) and found.more:
            return _of_script(found.more[0], lambda span: found.span(1))
        return (Started((*words, *found.more), found.span()),)
    if found.step.before.shell[0].rpartition("/")[2] not in _SHELLS or not instruction.arguments:
        return None
    joined, token = instruction.unit.joined, instruction.arguments[0]
    at = joined.offset(token.span.start - instruction.start)
    if joined.string[at : at + len(token.value)] != token.value:
        return None
    return _of_script(
        token.value,
        lambda span: joined.span(at + span.start, at + span.end).shifted(instruction.start),
    )


def commands_of(text: str, span: Span) -> tuple[Started, ...] | None:
    """The commands of a script, each with the same span."""
    return _of_script(text, lambda _: span)


def is_shell(word: str) -> bool:
    """Whether a word names a POSIX shell."""
    return word.rpartition("/")[2] in _SHELLS


def takes_text(option: str) -> bool:
    """Whether the word after an option of a shell is a script: `-c`, `-ec`."""
    return option.startswith("-") and not option.startswith("--") and option.endswith("c")


def _of_script(text: str, place: object) -> tuple[Started, ...] | None:
    script = parse_shell(text)
    found: list[Started] = []
    if script.has_errors or not _walk(script.body, found, place, False):
        return None
    return tuple(found)


def _walk(node: object, found: list[Started], place: object, behind: bool) -> bool:
    """Collect simple commands; returns whether there is nothing else."""
    match node:
        case Sequence():
            for index, item in enumerate(node.items):
                apart = index < len(node.separators) and node.separators[index].text == "&"
                if not _walk(item, found, place, behind or apart):
                    return False
            return True
        case AndOr():
            return all(_walk(item, found, place, behind) for item in node.items)
        case Pipeline():
            return len(node.commands) == 1 and _walk(node.commands[0], found, place, behind)
        case Compound():
            return node.kind in ("group", "subshell") and all(_walk(body, found, place, behind) for body in node.bodies)
        case Simple():
            command = unwrapped(node)
            if command.words:
                words = tuple(word.literal for word in command.words)
                span = Span(command.words[0].span.start, command.words[-1].span.end)
                found.append(Started(words, place(span), behind))  # type: ignore[operator]
            return True
    return False
