"""`command-not-installed`: a program that the base image does not have, and that nothing installs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.program_sources import brings, is_harmless
from dockwright.image.run_text import body_of, source_span
from dockwright.image.started_programs import started
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.images import ImageFacts, lookup, relative
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.shell import unwrapped
from dockwright.text import Span

_FOLDERS = ("/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin")
_NEVER_HAD_THEM = frozenset(["alpine", "debian", "ubuntu", "busybox"])
_AT_START = ("CMD", "ENTRYPOINT", "HEALTHCHECK")


@rule("command-not-installed", Severity.WARNING, on=("RUN", "COPY", "ADD", *_AT_START))
def command_not_installed(stage: Stage) -> Iterator[Finding]:
    facts, exact = _facts(stage.root.image or "")
    answers: dict[str, list[str]] = {}
    for index, name, span in _uses(stage) if facts else ():
        at_start = stage.body.units[index].name != "RUN"
        # What a base starts, the stages based on it may install.
        if facts is None or name not in facts.lacks or (at_start and stage.is_base):
            continue
        if name not in answers:
            answers[name] = brings(stage, name)
        answer = answers[name][-1 if at_start else index]
        if answer != "yes":
            sure = exact or facts.name in _NEVER_HAD_THEM
            where = f"{facts.name} image has" if sure else f"{facts.name} images of this kind have"
            message = f"The {where} no `{name}`, and nothing here installs it: install it, or do without."
            yield Finding(span, message, doubtful=answer == "maybe" or not sure or "$" in stage.root.base_word)


@lru_cache(maxsize=256)
def _facts(image: str) -> tuple[ImageFacts | None, bool]:
    found = lookup(image)
    return (found, True) if found else (relative(image), False)


Use = tuple[int, str, Span]


def _uses(stage: Stage) -> Iterator[Use]:
    """The programs that a stage's instructions start, with the index of the instruction."""
    last = {step.instruction.name: index for index, step in enumerate(stage.steps)}
    for index, step in enumerate(stage.steps):
        if step.instruction.name == "RUN":
            start = step.instruction.start
            yield from ((index, name, span.shifted(start)) for name, span in _starts(step))
        elif step.instruction.name in _AT_START and last[step.instruction.name] == index:
            for program in started(step):
                yield index, _plain(program.name), program.span


def _starts(step: Step) -> tuple[tuple[str, Span], ...]:
    """As `_run`, with ranges from the instruction's start, kept with its unit."""
    unit, place = step.instruction.unit, ("starts", step.before.shell)
    found: tuple[tuple[str, Span], ...] | None = unit.memo.get(place)
    if found is None:
        found = unit.memo[place] = tuple(_run(Step(Instruction(unit, 0), step.before, step.after)))
    return found


def _run(step: Step) -> Iterator[tuple[str, Span]]:
    """The programs at the beginning of a text, with the first that may install something."""
    body = body_of(step)
    if body is None or body.script.has_errors:
        return
    seen: set[str | None] = set()
    for placed in body.script.simple_commands():
        command = unwrapped(placed.command)
        if not placed.place.top_level or (placed.place.conditional and placed.place.after_or):
            return
        if command.name in seen:
            continue
        if not command.name or body.text.find(command.name) < command.words[0].span.start:
            return
        seen.add(command.name)
        if not invocation(command):
            span = source_span(step.instruction.unit, command.words[0].span)
            yield _plain(command.name), span.shifted(step.instruction.start)
        if not is_harmless(command.name):
            return


def _plain(name: str) -> str:
    folder, slash, base = name.rpartition("/")
    return base if not slash or folder in _FOLDERS else name
