"""Whether several RUNs have the same flags, so that they can be merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dockwright.semantics.mounts import fields
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Flag

_DEFAULTS = frozenset({("network", "default"), ("security", "sandbox")})
_ALIASES = {"dst": "target", "destination": "target", "src": "source", "rw": "readwrite", "ro": "readonly"}


def same_flags(instructions: Sequence[Instruction]) -> str | None:
    """Why RUNs cannot share their flags; None if they can."""
    first = _normal(instructions[0])
    if any(_normal(instruction) != first for instruction in instructions[1:]):
        return "Flags differ; one RUN would give each command the flags of the other"
    for flag in instructions[0].flags:
        mount = _mount(instructions[0], flag) if flag.name == "mount" else {}
        if mount.get("type") == "tmpfs":
            return "Each RUN gets a new tmpfs; when merged they would share one"
        if mount.get("type", "bind") == "bind" and _is_writable(mount):
            return "What a RUN writes to a bind mount is discarded after it; when merged they would share it"
    return None


def _normal(instruction: Instruction) -> Counter[tuple[str, object]]:
    found: Counter[tuple[str, object]] = Counter()
    for flag in instruction.flags:
        if flag.name == "mount":
            found["mount", tuple(sorted(_mount(instruction, flag).items()))] += 1
        elif (flag.name, flag.value) not in _DEFAULTS:
            found[flag.name, flag.value] += 1
    return found


def _mount(instruction: Instruction, flag: Flag) -> dict[str, str]:
    """The fields of a mount; a key alone means `true`."""
    return {
        _ALIASES.get(field.key, field.key): "true" if field.value is None else field.value
        for field in fields(instruction, flag)
    }


def _is_writable(mount: dict[str, str]) -> bool:
    return mount.get("readwrite", "false") not in ("false", "0") or mount.get("readonly") in ("false", "0")
