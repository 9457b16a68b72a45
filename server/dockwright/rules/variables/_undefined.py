"""Variables that are unset where they are used, and ARGs elsewhere that declare them."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockwright.findings.finding import Fix
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.expanded import Word, expanded
from dockwright.semantics.images import lookup, relative
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import PLATFORM_NAMES, State
from dockwright.syntax.nodes import Unit
from dockwright.syntax.shell import variables_assigned, variables_used
from dockwright.syntax.words import Variable
from dockwright.text import Edit, Span

_NEVER_IN_THE_ENVIRONMENT = frozenset({"BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"})
_SETS_ANYTHING = ("eval", "source", ".")
_START_UP_FILES = ("BASH_ENV", "ENV")


class Use(NamedTuple):
    """A use of an unset variable."""

    word: Word
    variable: Variable


def base_is_known(stage: Stage) -> bool:
    """Whether all variables that the base image of a stage sets are known."""
    if stage.final.base_known:
        return True
    image = stage.root.image
    facts = lookup(image) if image else None
    if facts is None and image:
        facts = relative(image)
        return bool(facts and facts.whole and facts.name == facts.distro)  # all releases of a distribution are alike
    return bool(facts and facts.whole)


def is_official(stage: Stage) -> bool:
    """Whether the variables of some version of the base image are known."""
    return bool(stage.root.image and relative(stage.root.image))


def sets_no_home(stage: Stage) -> bool:
    """Whether the base image does not set HOME, judging by other versions of the official image."""
    facts = relative(stage.root.image) if stage.root.image else None
    return facts is not None and "HOME" not in facts.env


def undefined(unit: Unit, state: State) -> tuple[Use, ...]:
    """The unset variables that an instruction uses outside shell text."""
    if unit.name == "EXPOSE" or "$" not in unit.text:
        return ()
    key = ("undefined", state)
    found: tuple[Use, ...] | None = unit.memo.get(key)
    if found is None:
        known = state.variables.keys() | state.declared | _NEVER_IN_THE_ENVIRONMENT
        uses: list[Use] = []
        for word in expanded(unit):
            here = known | _declared_before(unit, word) if unit.name == "ARG" else known
            uses += (Use(word, variable) for variable in word.variables if variable.name and variable.name not in here)
        found = unit.memo[key] = tuple(uses)
    return found


def _declared_before(unit: Unit, word: Word) -> set[str]:
    """The names that earlier items of the same ARG declare."""
    return {token.value.partition("=")[0] for token in unit.arguments if token.span.end <= word.span.start}


def undefined_in_shell(step: Step) -> dict[str, Span]:
    """The unset variables that a RUN uses: names with the span of the first use, from the start of the unit."""
    unit, state = step.instruction.unit, step.before
    if unit.name != "RUN" or "$" not in unit.text:
        return {}
    key = ("undefined in shell", state)
    found: dict[str, Span] | None = unit.memo.get(key)
    if found is None:
        found = unit.memo[key] = _in_shell(step)
    return found


def undefined_ports(step: Step) -> dict[str, Span]:
    """What an EXPOSE uses and nothing has set: BuildKit takes it for nothing, and says nothing."""
    unit, state = step.instruction.unit, step.before
    if unit.name != "EXPOSE" or "$" not in unit.text:
        return {}
    known = state.variables.keys() | state.declared
    uses = [(token, match) for token in unit.arguments if (match := _PORT.fullmatch(token.value))]
    return {match[1]: token.span for token, match in uses if match[1] not in known}


_PORT = re.compile(r"\$\{?([A-Za-z_]\w*)\}?(?:/(?:tcp|udp))?")


def _in_shell(step: Step) -> dict[str, Span]:
    unit, state = step.instruction.unit, step.before
    starts_up = any(name in state.env for name in _START_UP_FILES) or any(
        re.match(r"-\w*l", word) or word == "--login" for word in state.shell[1:]
    )
    body = body_of(step)
    if body is None or body.script.has_errors or starts_up:
        return {}
    if any(command.name in _SETS_ANYTHING for command in body.commands):
        return {}
    known = state.variables.keys() | state.declared | {item.name for item in variables_assigned(body.script)}
    found: dict[str, Span] = {}
    for use in variables_used(body.script):
        written = body.text[use.span.start : use.span.end]
        plain = written in (f"${use.name}", f"${{{use.name}}}")
        if use.name in known or not plain or re.search(rf"\benv={use.name}\b", unit.joined.string):
            continue
        found.setdefault(use.name, source_span(unit, use.span))
    return found


def declared_below(stage: Stage, index: int) -> dict[str, int]:
    """The names that ARGs after a step of a stage declare, with the index of the first such ARG."""
    places = stage.body.places(("ARG",))
    if not places or places[-1] <= index:
        return {}
    found: dict[str, int] = {}
    for place in places:
        if place > index:
            for token in stage.body.units[place].arguments:
                found.setdefault(token.value.partition("=")[0], place)
    return found


def first_use(stage: Stage, name: str) -> Step | None:
    """The first step of a stage that uses a name while it is unset."""
    for step in stage.steps[1:]:
        if name not in step.instruction.unit.text:
            continue
        uses = undefined(step.instruction.unit, step.before)
        if any(use.variable.name == name for use in uses) or name in undefined_in_shell(step):
            return step
    return None


def declare(stage: Stage, name: str) -> tuple[Fix, ...]:
    """The fix that declares a global or predefined ARG above the first use in a stage."""
    step = first_use(stage, name)
    if step is None:
        return ()
    at, newline = _line(step)
    return (Fix(f"Declare `ARG {name}` above", (Edit(Span(at, at), f"ARG {name}{newline}"),), False),)


def move(stage: Stage, name: str, place: int) -> tuple[Fix, ...]:
    """The fix that moves an ARG above its first use; None if other names or values depend on its position."""
    step, unit = first_use(stage, name), stage.body.units[place]
    text, start = unit.text, stage.body.offsets[place]
    sets_it = any(
        key.value == name for index in stage.body.places(("ENV",)) for key in stage.body.units[index].arguments[::2]
    )
    if step is None or len(unit.arguments) != 1 or "$" in text or not text.endswith("\n") or unit.comments or sets_it:
        return ()
    at, _ = _line(step)
    edits = (Edit(Span(at, at), text), Edit(Span(start, start + len(text)), ""))
    return (Fix(f"Move `ARG {name}` above its first use", edits, False),)


def _line(step: Step) -> tuple[int, str]:
    """The start of the line of a step, and the line end used there."""
    return step.instruction.start, "\r\n" if "\r\n" in step.instruction.unit.text else "\n"


def elsewhere(stage: Stage, index: int, name: str) -> tuple[str, tuple[Fix, ...]] | None:
    """The message and fix for a name that an ARG declares elsewhere; None if no ARG does."""
    below = declared_below(stage, index).get(name)
    if below is not None:
        return f"`{name}` is declared only below this line; move its ARG above it", move(stage, name, below)
    if name in PLATFORM_NAMES:
        message = f"`{name}` is empty until the stage declares it; add `ARG {name}` above"
        return message, declare(stage, name)
    if name in stage.final.global_names:
        message = f"`{name}` is declared only before the first FROM; repeat `ARG {name}` in this stage"
        return message, declare(stage, name)
    return None
