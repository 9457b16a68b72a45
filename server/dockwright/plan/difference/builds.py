"""Two builds of a file, so that files can be compared although some values are not known.

In one build nothing unknown is set: ARGs without a default, and variables of a base image. In the other one all of
these are set, to placeholder texts. Two files that are equal in both builds use the values in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dockwright.frozen import replace
from dockwright.semantics.base_state import base_state
from dockwright.semantics.model import BaseState, Model, analyse
from dockwright.semantics.state import State

_NAME = re.compile(r"\$\{?([A-Za-z_]\w*)", re.ASCII)


def both_ways(models: tuple[Model, Model]) -> list[tuple[Model, Model]]:
    """The two models for each of the builds."""
    first, second = models
    used = {name for model in models for name in _NAME.findall(model.tree.text.string)}
    declared = _declared(first) | _declared(second)
    shared = _declared(first) & _declared(second)
    set_ones = {name: f"<{name}>" for name in sorted(shared)}
    given = {**first.build_args, **second.build_args}
    found = []
    for values, names in (({}, ()), (set_ones, sorted(used - declared))):
        base = _base(names)
        found.append(tuple(analyse(each.tree, build_args={**values, **given}, base_state=base) for each in models))
    return found  # type: ignore[return-value]


def _declared(model: Model) -> set[str]:
    """The names of the ARGs of a file."""
    steps = [step for step in model.steps() if step.instruction.name == "ARG"]
    return {token.value.partition("=")[0] for step in steps for token in step.instruction.arguments}


def _base(names: Iterable[str]) -> BaseState:
    extra: Mapping[str, str] = {name: f"<{name} of the base>" for name in names}

    def state(image: str, unknown: State) -> State:
        found = base_state(image, unknown)
        env = {name: value if value is not None else f"<{name}>" for name, value in {**extra, **found.env}.items()}
        own = {
            name: value if value is not None else f"<{name}>" for name, value in {**extra, **found.variables}.items()
        }
        return replace(
            found,
            env=env,
            variables=own,
            base_known=True,
            user=found.user if found.user is not None else "<user>",
            workdir=found.workdir if found.workdir is not None else "/<workdir>",
            stop_signal=found.stop_signal if found.stop_signal is not None else "<signal>",
        )

    return state
