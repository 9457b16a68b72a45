"""Flags with a blank before their value, `--chown app .`, where BuildKit reads the value as a separate word."""

from __future__ import annotations

from dockwright.semantics import checks, conversion
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.language import flags as known_flags
from dockwright.syntax.nodes import Unit
from dockwright.syntax.split import split

_MOST = 5
_NEXT = "WORKDIR /\n"


def detached(unit: Unit) -> tuple[int, ...]:
    """The ranges of blanks that were meant to be `=`, from the start of the unit; only if that gives a valid
    instruction.
    """
    return _read(unit)[0]


def with_values(unit: Unit) -> Unit:
    """The instruction with each such value in its flag; the same object if there are none."""
    return _read(unit)[1]


def _read(unit: Unit) -> tuple[tuple[int, ...], Unit]:
    target = unit.inner or unit
    if not target.flags or target.flags[-1].value is not None or target.form == "json":
        return (), unit
    found: tuple[tuple[int, ...], Unit] | None = unit.memo.get("with values")
    if found is None:
        found = unit.memo["with values"] = _made(unit)
    return found


def _made(unit: Unit) -> tuple[tuple[int, ...], Unit]:
    places: list[int] = []
    made = unit
    for _ in range(_MOST):
        at = _blank(made.inner or made)
        new = _replaced(made, at) if at >= 0 else None
        if new is None:
            break
        places.append(at)
        made = new
    target = made.inner or made
    instruction = Instruction(target, 0)
    if not places or made.problems or checks.problems(instruction) or conversion.problems(instruction, None):
        return (), unit
    return tuple(places), made


def _blank(unit: Unit) -> int:
    """The offset of the only blank between the last flag and the word that may be its value; -1 if there is none."""
    flag = unit.flags[-1] if unit.flags else None
    facts = known_flags(unit.name).get(flag.name) if flag else None
    if flag is None or facts is None or flag.value is not None or facts.kind == "bool" or not unit.arguments:
        return -1
    at = flag.span.end
    follows = unit.joined.source(unit.rest) if unit.rest < len(unit.joined.string) else -1
    return at if follows == at + 1 and unit.text[at] in " \t" else -1


def _replaced(unit: Unit, at: int) -> Unit | None:
    text = f"{unit.text[:at]}={unit.text[at + 1 :]}"
    ended = text if text.endswith("\n") else text + "\n"
    pieces = [piece for piece, _ in split(ended + _NEXT, 0, unit.escape)]
    if len(pieces) != 2 or pieces[1].text != _NEXT or not isinstance(pieces[0], Unit):
        return None
    return pieces[0]
