"""The state of a stage built from a known official image."""

from __future__ import annotations

from dockwright.frozen import replace
from dockwright.semantics.images import lookup
from dockwright.semantics.state import State


def base_state(image: str, unknown: State) -> State:
    """Fill in `unknown` with the facts about `image`; names without a fact stay unknown."""
    facts = lookup(image)
    if facts is None:
        return unknown
    known = dict(facts.env)
    return replace(
        unknown,
        variables={**unknown.variables, **known},
        env={**unknown.env, **known},
        user=facts.user,
        workdir=facts.workdir,
        shell=facts.shell or unknown.shell,
        stop_signal=facts.stopsignal or unknown.stop_signal,
        base_entrypoint=facts.entrypoint,
        base_cmd=facts.cmd,
    )
