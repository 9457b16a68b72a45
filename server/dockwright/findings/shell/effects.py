"""Commands that only change the shell that runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.image.run_body import Body, Note, value
from dockwright.lazy import pattern
from dockwright.syntax.shell import nested_script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.syntax.shell import Redirection, Script, Simple

_OWN = "move it to the RUN that needs it, or use ENV"
_NEEDED = "move it to the RUN that needs it"
_INSTEAD = {
    "": "use ENV",
    "cd": "use WORKDIR",
    "export": "use ENV",
    "readonly": "use ENV",
    "declare": "use ENV",
    "typeset": "use ENV",
    "source": _OWN,
    ".": _OWN,
    "alias": "write a file that the shell reads, or a script",
    "unset": _NEEDED,
    "umask": _NEEDED,
    "shopt": _NEEDED,
    "ulimit": "set limits where the container is started",
}
"""The alternatives; the empty name is an assignment alone."""
_OF_SET = "move it to the RUN that needs it, or use SHELL for all"
_NOTHING = frozenset(["set", "true", ":", "pwd", "test", "["])
_PRINTS_ALONE = frozenset(["export", "readonly", "declare", "typeset", "alias", "umask", "ulimit", "shopt"])
_SETS_ONLY = pattern(
    r"(?:.*/)?(?:activate|(?:local_)?setup\.(?:ba|z)?sh|[\w.-]*\.env|[\w.-]*bashrc|\.(?:bash_|z)?profile|\.zshrc"
    r"|nvm\.sh|conda\.sh|setvars\.sh|emsdk_env\.sh|sdkman-init\.sh|asdf\.sh|os-release|envvars)\Z"
    r"|/etc/(?:profile|environment|profile\.d/[^/]*)\Z|.*/\.?cargo/env\Z"
)
"""Scripts that only set variables and functions; any other may do anything."""
_TESTS_A_VALUE = pattern(r"(?:\[|\btest\s)[^;&|]*\$")
"""A condition about a variable: the RUN may be there to fail."""
_CHECK = pattern(r"\$\{\w+:?\?")


def without_effect(body: Body) -> Iterator[Note]:
    """The first such command of a script that contains no others and writes no file."""
    commands: list[Simple] = []
    for command in _commands(body.script):
        if command is None or not _is_lost(command):
            yield from _ends_in_vain(body)
            return
        commands.append(command)
    found = next((command for command in commands if (command.name or "") in _INSTEAD and not _prints(command)), None)
    if found is not None and found.name == "cd" and len(found.arguments) > 1:
        return  # `words-run-together` tells of the commands that it takes for arguments
    if found is None and commands and all(command.name == "set" and command.arguments for command in commands):
        found = commands[0]
    if found is not None and not (found.name in (".", "source") and _TESTS_A_VALUE.search(body.text)):
        span = found.words[0].span if found.words else found.assignments[0].name_span
        instead = _INSTEAD.get(found.name or "", _OF_SET)
        yield Note(span, f"This has no effect after the RUN; {instead}")


def _ends_in_vain(body: Body) -> Iterator[Note]:
    """A `cd`, `export` or `. activate` after which nothing else runs."""
    placed = list(body.script.simple_commands())
    last = placed[-1] if placed and not body.script.has_errors else None
    if last is None or not last.place.top_level or last.place.after_or:
        return
    command, name = last.command, last.command.name or ""
    if command.span.end >= len(body.text.rstrip()) and _is_in_vain(command):
        yield Note(command.words[0].span, f"This has no effect after the RUN; {_INSTEAD[name]}")


def _is_in_vain(command: Simple) -> bool:
    values = [value(word) for word in command.arguments]
    if command.redirections:
        return False
    if command.name == "cd":
        return len(values) == 1 and not values[0].startswith((".", "-", "~"))
    if command.name == "export":
        return bool(values) and not any(word.substitutions for word in command.words) and not _prints(command)
    return command.name in (".", "source") and len(values) == 1 and values[0].endswith("/activate")


def _commands(script: Script) -> Iterator[Simple | None]:
    """The commands of a script, including nested scripts; None if something more may happen."""
    writes = any(not _to_nowhere(item) for item in script.redirections())
    if script.has_errors or writes or any(word.substitutions or _CHECK.search(word.text) for word in script.words()):
        yield None
    for placed in script.simple_commands():
        nested = nested_script(placed.command)
        if nested:
            yield from _commands(nested)
        else:
            yield placed.command


def _to_nowhere(item: Redirection) -> bool:
    target = item.target.literal if item.target else None
    return target == "/dev/null" or (item.operator in (">&", "<&") and target is not None and target.isdecimal())


def _is_lost(command: Simple) -> bool:
    """Whether all effects of a command end with its shell."""
    name = command.name
    if name in (".", "source"):
        script = value(command.arguments[0]) if command.arguments else ""
        alone = len(command.arguments) == 1 or script.endswith("activate")
        return alone and _SETS_ONLY.match(script) is not None
    return not command.words or name in _INSTEAD or name in _NOTHING


def _prints(command: Simple) -> bool:
    """Whether a command only prints variables."""
    return command.name in _PRINTS_ALONE and all(value(word).startswith("-") for word in command.arguments)
