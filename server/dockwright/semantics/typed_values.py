"""The typed value of an instruction, with BuildKit's names (frontend/dockerfile/instructions/commands.go)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dockwright.semantics import values
from dockwright.syntax.instruction import Instruction

Value = dict[str, Any]


def typed(instruction: Instruction) -> tuple[str, Value] | None:
    """The name of BuildKit's type and its fields; None for an unknown instruction. The instruction must be valid."""
    found = _TYPES.get(instruction.name)
    return (found[0], found[1](instruction)) if found else None


def _words(instruction: Instruction) -> list[str]:
    return [token.value for token in instruction.arguments]


def _flag(instruction: Instruction, name: str) -> str:
    flag = instruction.flag(name)
    return (flag.value or "") if flag else ""


def _switch(instruction: Instruction, name: str) -> bool | None:
    """True for a flag alone or with `=true` in any case; None if the flag is missing."""
    flag = instruction.flag(name)
    return None if flag is None else flag.value is None or flag.value.lower() == "true"


def _all(instruction: Instruction, name: str) -> list[str] | None:
    return [flag.value or "" for flag in instruction.flags if flag.name == name] or None


def _stage(instruction: Instruction) -> Value:
    words = _words(instruction)
    name = words[2].lower() if len(words) > 2 else ""
    return {"Name": name, "BaseName": words[0], "Platform": _flag(instruction, "platform")}


def _command(instruction: Instruction) -> Value:
    files = [
        {"Name": heredoc.name, "Data": heredoc.content, "Chomp": heredoc.chomp} for heredoc in instruction.heredocs
    ]
    return {"CmdLine": _words(instruction), "Files": files or None, "PrependShell": not instruction.is_json}


def _run(instruction: Instruction) -> Value:
    used = list(dict.fromkeys(flag.name for flag in instruction.flags))
    return {**_command(instruction), "FlagsUsed": used}


def _entrypoint(instruction: Instruction) -> Value:
    value = _command(instruction)
    return {**value, "CmdLine": value["CmdLine"] or None}


def _copied(instruction: Instruction) -> Value:
    *sources, destination = _words(instruction)
    contents = [
        {"Path": heredoc.name, "Data": heredoc.content, "Expand": heredoc.expand} for heredoc in instruction.heredocs
    ]
    return {
        "DestPath": destination,
        "SourcePaths": [source for source in sources if not source.lstrip("0123456789").startswith("<<")] or None,
        "SourceContents": contents or None,
        "Chown": _flag(instruction, "chown"),
        "Chmod": _flag(instruction, "chmod"),
        "Link": bool(_switch(instruction, "link")),
        "ExcludePatterns": _all(instruction, "exclude"),
    }


def _copy(instruction: Instruction) -> Value:
    from_and_parents = {"From": _flag(instruction, "from"), "Parents": bool(_switch(instruction, "parents"))}
    return {**_copied(instruction), **from_and_parents}


def _add(instruction: Instruction) -> Value:
    return {
        **_copied(instruction),
        "KeepGitDir": _switch(instruction, "keep-git-dir"),
        "Checksum": _flag(instruction, "checksum"),
        "Unpack": _switch(instruction, "unpack"),
    }


def _pairs(field: str) -> Callable[[Instruction], Value]:
    def value(instruction: Instruction) -> Value:
        legacy = instruction.unit.form == "legacy"
        return {field: [{"Key": key.value, "Value": item.value, "NoDelim": legacy} for key, item in instruction.pairs]}

    return value


def _arg(instruction: Instruction) -> Value:
    found = []
    for word in _words(instruction):
        name, equals, default = word.partition("=")
        found.append({"Key": name, "Value": default if equals else None})
    return {"Args": found}


def _list(field: str, *, in_order: bool = True) -> Callable[[Instruction], Value]:
    def value(instruction: Instruction) -> Value:
        return {field: _words(instruction) if in_order else sorted(_words(instruction))}

    return value


def _string(field: str) -> Callable[[Instruction], Value]:
    return lambda instruction: {field: next(iter(_words(instruction)), "")}


def _onbuild(instruction: Instruction) -> Value:
    documents = (f"\n{heredoc.content}{heredoc.name}" for heredoc in (instruction.inner or instruction).heredocs)
    return {"Expression": instruction.argument_text + "".join(documents)}


def _health(instruction: Instruction) -> Value:
    kind, *command = _words(instruction)
    if kind.upper() == "NONE":
        return {"Health": {"Test": ["NONE"]}}
    health: Value = {"Test": ["CMD" if instruction.is_json else "CMD-SHELL", *command]}
    for flag, field in _DURATIONS.items():
        nanoseconds = values.duration(_flag(instruction, flag))
        if nanoseconds:
            health[field] = nanoseconds
    if int(_flag(instruction, "retries") or "0"):
        health["Retries"] = int(_flag(instruction, "retries"))
    return {"Health": health}


_DURATIONS = {
    "interval": "Interval",
    "timeout": "Timeout",
    "start-period": "StartPeriod",
    "start-interval": "StartInterval",
}

_TYPES: dict[str, tuple[str, Callable[[Instruction], Value]]] = {
    "FROM": ("Stage", _stage),
    "RUN": ("RunCommand", _run),
    "CMD": ("CmdCommand", _command),
    "ENTRYPOINT": ("EntrypointCommand", _entrypoint),
    "COPY": ("CopyCommand", _copy),
    "ADD": ("AddCommand", _add),
    "ENV": ("EnvCommand", _pairs("Env")),
    "LABEL": ("LabelCommand", _pairs("Labels")),
    "ARG": ("ArgCommand", _arg),
    "EXPOSE": ("ExposeCommand", _list("Ports", in_order=False)),
    "VOLUME": ("VolumeCommand", _list("Volumes")),
    "USER": ("UserCommand", _string("User")),
    "WORKDIR": ("WorkdirCommand", _string("Path")),
    "STOPSIGNAL": ("StopSignalCommand", _string("Signal")),
    "MAINTAINER": ("MaintainerCommand", _string("Maintainer")),
    "SHELL": ("ShellCommand", _list("Shell")),
    "ONBUILD": ("OnbuildCommand", _onbuild),
    "HEALTHCHECK": ("HealthCheckCommand", _health),
}
