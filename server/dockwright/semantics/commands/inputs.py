"""Programs that fail if their input is empty or truncated (`inputs.toml`)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.semantics.commands.options import arguments

if TYPE_CHECKING:
    from dockwright.syntax.shell import Simple


def rejects_cut_input(command: Simple, busybox: bool) -> bool:
    """Whether a command, without sudo and the like, fails on empty or truncated input.

    `busybox` tells that the program may be BusyBox's.
    """
    name, words = (command.name or "").rpartition("/")[2], command.arguments
    if name == "busybox" and words:
        name, words = words[0].literal or "", words[1:]
    table = _tables().get(name)
    if table is None or (busybox and table.get("busybox")):
        return False
    options = table.get("options")
    given = arguments(words)
    return not options or given.has(*options) or any(word.literal in options for word in given.operands)


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_name("inputs.json").read_bytes())
    return found
