"""The start command of containers, and how options of `docker run` change it."""

from __future__ import annotations

import re
import shlex
from typing import NamedTuple

from dockwright.plan.value import Configuration, Value


class Start(NamedTuple):
    """A `docker run` command, and the words of the process that it starts."""

    command: str
    words: tuple[str, ...] | None
    """None if they depend on something unknown."""
    note: str = ""


def starts(found: Configuration) -> tuple[Start, ...]:
    """`docker run` without arguments, with arguments, and with another entry point."""
    entry, cmd = found.values["Entrypoint"], found.values["Cmd"]
    unknown = "; ".join(dict.fromkeys(value.depends for value in (entry, cmd) if value.depends))
    plain = None if unknown else (*(entry.value or ()), *(cmd.value or ()))
    note = f"depends on {unknown}" if unknown else "" if plain else "the container starts only with a command"
    with_words = None if not entry.is_known else (*(entry.value or ()), "a", "b")
    ignored = "the words are ignored: ENTRYPOINT is in shell form" if _is_shell_form(entry) else ""
    return (
        Start("docker run IMAGE", plain, note),
        Start("docker run IMAGE a b", with_words, ignored or (f"depends on {entry.depends}" if entry.depends else "")),
        Start("docker run --entrypoint x IMAGE", ("x",), "CMD is also ignored"),
    )


def ports(found: Configuration) -> tuple[str, ...]:
    """How ports are published: with -P all exposed ones, with -p one by number."""
    group = found.groups["ExposedPorts"]
    return tuple(f"-p {port.partition('/')[0]}:{port.removesuffix('/tcp')}" for port in group.entries)


def shown(words: tuple[str, ...]) -> str:
    """Words quoted for a shell."""
    return shlex.join(words)


def _is_shell_form(entry: Value) -> bool:
    """Whether a shell runs a text that takes no arguments; the shell may have options of its own."""
    words = entry.value or []
    if len(words) < 3 or words[0].rpartition("/")[2] not in ("sh", "bash", "ash", "dash"):
        return False
    return re.fullmatch(r"-[a-z]*c", words[-2]) is not None and not re.search(r"\$\{?[@*#\d]", words[-1])
