"""What a RUN sees of the state before it: where it sees the same, nothing is worked out anew.

While a line of ENV is typed, all states below it are others; few RUNs name the variable.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dockwright.semantics.stage import Step
from dockwright.semantics.state import State
from dockwright.syntax.nodes import Unit
from dockwright.syntax.unit_memo import memo_of

_NAME = re.compile(r"\w+")
_QUOTES = str.maketrans("", "", "'\"\\`")
_ALWAYS = ("PIP_NO_CACHE_DIR",)
"""Counts whether or not the text names it."""


def seen(step: Step) -> Step:
    """A RUN with the first state met that is the same to it: its commands get the same words and settings."""
    unit, state = step.instruction.unit, step.before
    memo = memo_of(unit, "image")
    found: State | None = memo.get(("seen", state))
    if found is None:
        found = memo["seen", state] = memo.setdefault(("seen", _key(unit, state)), state)
    return step if found is state else step._replace(before=found)


def _key(unit: Unit, state: State) -> tuple[object, ...]:
    names, variables = _names(unit), state.variables
    values = tuple((name, variables[name]) for name in names if name in variables)
    declared = state.declared.intersection(names)
    return state.shell, state.workdir, state.base_known, declared, values, _places(state)


def _names(unit: Unit) -> tuple[str, ...]:
    """All words of the text, also those that quotes and line ends take apart: what it may name is among them."""
    found: tuple[str, ...] | None = unit.memo.get("names")
    if found is None:
        text = f"{unit.joined.string}\n{unit.text[unit.head_end :]}"
        bare = text.replace("\\\n", "").translate(_QUOTES)
        words = {*_NAME.findall(text), *_NAME.findall(bare), *_ALWAYS}
        found = unit.memo["names"] = tuple(sorted(words))
    return found


@lru_cache(maxsize=64)
def _places(state: State) -> tuple[tuple[str, str], ...]:
    """The variables that hold paths, which programs may be told so where to write."""
    return tuple((name, value) for name, value in state.variables.items() if value and value.startswith("/"))
