"""The state of a stage built from a known image."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from dockwright.frozen import replace
from dockwright.lazy import pattern
from dockwright.semantics.images import lookup
from dockwright.semantics.state import State

_ROOT = pattern(r":[\w.-]*root")
"""Tags of variants that are root's."""


def base_state(image: str, unknown: State) -> State:
    """Fill in `unknown` with the facts about `image`; names without a fact stay unknown."""
    facts = lookup(image)
    if facts is None:
        user = user_of(image)
        return replace(unknown, user=user) if user else unknown
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


def user_of(image: str) -> str | None:
    """The user of an image; None if not known."""
    name, _, rest = image.removeprefix("docker.io/").partition("@")[0].partition(":")
    if not name or "/" not in name or _ROOT.match(f":{rest}"):
        return None
    return next((user for names, user in _users() if names.match(name)), None)


@cache
def _users() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The USER of images that are not official ones, by the names of these images."""
    table = json.loads(Path(__file__).with_name("image_users.json").read_bytes())
    return tuple((re.compile(rf"(?:{names})\Z"), row["user"]) for names, row in table["users"].items())
