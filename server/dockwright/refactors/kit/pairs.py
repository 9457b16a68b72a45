"""ENV and LABEL: their pairs, dependencies between pairs, and the layout of several lines."""

from __future__ import annotations

import re
from itertools import pairwise

from dockwright.findings.forms.words import Meaning, meaning
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Unit
from dockwright.syntax.tree import parse
from dockwright.syntax.words import WordError, read, variables

PRAGMA = re.compile(r"#.*(ignore|skip|shellcheck|disable|check\s*=)", re.IGNORECASE)
"""A comment that may suppress findings."""
_NEXT = "WORKDIR /\n"


def pairs_of(step: Step) -> Instruction | None:
    """The valid ENV or LABEL of a step, also under ONBUILD."""
    found = step.instruction.inner or step.instruction
    fits = found.name in ("ENV", "LABEL") and not found.problems and found.arguments and not found.flags
    return found if fits else None


def meanings(unit: Unit) -> list[Meaning | None]:
    """The meanings of keys and values, alternating."""
    return [meaning(token.value, unit.escape) for token in unit.arguments]


def meanings_in(text: str, escape: str, count: int) -> list[Meaning | None]:
    """The meanings of keys and values in a text with this number of instructions; none if it contains others."""
    head = "# escape=`\n" if escape != "\\" else ""
    *found, last = parse(f"{head}{text}\n{_NEXT}").instructions
    if len(found) != count or last.unit.text != _NEXT or any(part.problems for part in found):
        return []
    return [each for part in found for each in meanings(part.unit.inner or part.unit)]


def clash(parts: list[Instruction], any_case: bool) -> str:
    """Why ENVs cannot be merged; empty if they can.

    A value is expanded with the variables before its instruction, so none may use what another one of them sets. For
    Windows, `any_case` compares names case-insensitively.
    """
    known: set[str] = set()
    for part in parts:
        for key, value in part.pairs:
            reason = _reason(part.unit.escape, key.value, value.value, known, any_case)
            if reason:
                return reason
        names = {_name(key.value, part.unit.escape, any_case) for key, _ in part.pairs}
        for name in sorted(names & known):
            return f"`{name}` is set twice and only the last value counts; remove the other first"
        known |= names
    return ""


def needs(part: Instruction, any_case: bool) -> str:
    """Why an ENV cannot be split; empty if it can: a value would see the variables set before it in the ENV."""
    known: set[str] = set()
    for key, value in part.pairs:
        reason = _reason(part.unit.escape, key.value, value.value, known, any_case)
        if reason:
            return reason
        known.add(_name(key.value, part.unit.escape, any_case))
    return ""


def _reason(escape: str, key: str, value: str, known: set[str], any_case: bool) -> str:
    if "$" in key:
        return f"The name `{key}` depends on a variable, so what it sets is unknown"
    for name in sorted({name.upper() if any_case else name for name in _used(value, escape)} & known):
        return f"`{key}` uses `{name}`, which another of them sets; values see only earlier instructions"
    return ""


def indent(parts: list[Instruction], text: str) -> str:
    """The indentation of continuation lines in the first of these that has any; else four blanks."""
    for part in parts:
        for (_, value), (key, _) in pairwise(part.pairs):
            between = text[value.span.end : key.span.start]
            if "\n" in between:
                return between.rpartition("\n")[2]
    return "    "


def _used(word: str, escape: str) -> set[str]:
    try:
        return {variable.name for variable in variables(read(word, escape))}
    except WordError:
        return set()


def _name(key: str, escape: str, any_case: bool) -> str:
    name = "".join(text for text, _ in meaning(key, escape) or ())
    return name.upper() if any_case else name
