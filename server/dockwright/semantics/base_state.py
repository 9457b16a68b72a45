"""The state that a known official image brings to the stages built from it."""

from __future__ import annotations

from dockwright.frozen import replace
from dockwright.semantics.images import lookup
from dockwright.semantics.state import State


def base_state(image: str, unknown: State) -> State:
    """`unknown` with what is known of `image`; names that the facts do not have stay unknown."""
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
