"""The images that FROM lines name, as far as they do not depend on build arguments."""

from __future__ import annotations

from dockwright.frozen import replace
from dockwright.semantics.expanded import Word
from dockwright.semantics.model import Model
from dockwright.semantics.state import PLATFORM_NAMES, State, after

_STAND_IN = {
    "BUILDPLATFORM": "linux/amd64", "BUILDOS": "linux", "BUILDARCH": "amd64", "BUILDOSVERSION": "", "BUILDVARIANT": "",
    "TARGETPLATFORM": "linux/amd64", "TARGETOS": "linux", "TARGETARCH": "amd64", "TARGETOSVERSION": "",
    "TARGETVARIANT": "", "TARGETSTAGE": "default",
}  # fmt: skip


def default_state(model: Model) -> State:
    """The global scope with every ARG at its default, for a build on and for the most common platform."""
    memo = model.globals.memo
    found: State | None = memo.get("defaults")
    if found is None:
        found = State(_STAND_IN, {}, base_known=True)
        for unit in model.globals.units:
            # Without a value from the build, an ARG without a default is empty.
            found = replace(after(found, unit), declared=frozenset())
        memo["defaults"] = found
    return found


def is_settled(model: Model, word: Word) -> bool:
    """Whether no build argument can change a word of FROM: it uses only variables that no global ARG declares."""
    state = model.globals.final
    given = state.declared | state.variables.keys() | PLATFORM_NAMES
    return not any(variable.name in given for variable in word.variables)
