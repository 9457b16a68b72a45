"""Why the value of a word is not known: the variable that it depends on, and who may set that."""

from __future__ import annotations

from collections.abc import Mapping

from dockwright.semantics.state import PLATFORM_NAMES, State
from dockwright.syntax.nodes import Unit
from dockwright.syntax.words import WordError, read, variables


def reason(state: State, word: str, escape: str, known: Mapping[str, str]) -> str:
    """What a word depends on; `known` has the reasons for variables by name."""
    try:
        used = variables(read(word, escape))
    except WordError:
        return "it cannot be read"
    for variable in used:
        if state.lookup(variable.name)[1] is None:
            return known.get(variable.name) or of_variable(state, variable.name)
    return "it cannot be expanded"


def of_variable(state: State, name: str) -> str:
    """Why the value of a variable is not known."""
    if name in state.declared:
        return f"ARG `{name}`, which has no default"
    if name in PLATFORM_NAMES:
        return "the platform of the build"
    if name in state.variables:
        return f"`{name}` of the base image, whose value is not recorded"
    return f"`{name}`, which the base image may set"


def learned(state: State, unit: Unit, after: State, known: dict[str, str]) -> bool:
    """Record why variables that an ENV or ARG sets are unknown; returns whether there are any."""
    if not after.declared and None not in after.variables.values():
        return False
    words: list[tuple[str, str]] = []
    if unit.name == "ENV":
        pairs = zip(unit.arguments[::2], unit.arguments[1::2], strict=False)
        words = [(state.expand(key.value, unit.escape) or "", value.value) for key, value in pairs]
    elif unit.name == "ARG":
        words = [token.value.partition("=")[::2] for token in unit.arguments]
    found = {}
    for name, word in words:
        if name in after.variables and after.variables[name] is None:
            is_default = unit.name == "ENV" or any(token.value.startswith(f"{name}=") for token in unit.arguments)
            found[name] = reason(state, word, unit.escape, known) if is_default else ""
            if not is_default:
                found[name] = known.get(name) or of_variable(state, name)
        elif name in after.declared:
            found[name] = f"ARG `{name}`, which has no default"
    known.update(found)
    return bool(found)
