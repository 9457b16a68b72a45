"""Short phrases of a plan, shared by the text and Markdown output."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dockwright.l10n.parts import Say, filled
from dockwright.plan.at_position import Here
from dockwright.plan.plan import Plan
from dockwright.plan.stages import BuiltStage
from dockwright.plan.start_command import shown
from dockwright.plan.steps import Packages, PlannedStep
from dockwright.plan.value import Configuration, Group, Value

_NAMES = {"WorkingDir": "/", "User": "root"}
"""The effective value if none is set."""
_LONGEST = 100
_MOST_PORTS = 4


def rows(found: Configuration, say: Say = str) -> Iterator[tuple[str, str, str]]:
    """Name, value and origin of everything that is set or unknown; values that depend on the same thing share a row."""
    waiting: dict[str, list[str]] = {}
    for name in ("Entrypoint", "Cmd", "User", "WorkingDir"):
        value = found.values[name]
        if _waits(value) and value.likely is None:
            waiting.setdefault(value.depends, []).append(name)
        else:
            yield name, value_of(value, _NAMES.get(name, say("(not set)")), say), origin_of(value, say)
    for name, group in found.groups.items():
        yield from _entries(name, group, waiting, say)
    for name in ("StopSignal", "Healthcheck", "Shell", "Author"):
        value = found.values[name]
        if _waits(value) and value.likely is None:
            if name != "Author":
                waiting.setdefault(value.depends, []).append(name)
        elif value.origin != "unset":
            yield name, value_of(value, say("(not set)"), say), origin_of(value, say)
    for value in found.triggers:
        yield "OnBuild", str(value.value), origin_of(value, say)
    if found.more_triggers:
        waiting.setdefault(found.more_triggers, []).append("OnBuild")
    system, architecture = found.values["Os"], found.values["Architecture"]
    if system.is_known and architecture.is_known:
        yield "Platform", f"{system.value}/{architecture.value}", origin_of(architecture, say)
    for depends, names in waiting.items():
        yield say("Not known"), ", ".join(names), _with(say, "depends on {}", depends)


def rows_here(found: Here, say: Say = str) -> Iterator[tuple[str, str, str]]:
    """The rows for a position; the ARGs come last."""
    if found.configuration is not None:
        yield from rows(found.configuration, say)
    for name, value in found.arguments.items():
        yield "Arg", f"{name}={value.value if value.is_known else _unknown(value)}", origin_of(value, say)


def place_of(found: Here, say: Say = str) -> str:
    """The position of the state."""
    stage = "" if found.stage is None else f" of stage {found.stage.name or found.stage.index}"
    return say(f"{'After' if found.is_after else 'Before'} line {found.line}{stage}")


def _waits(value: Value) -> bool:
    return not value.is_known and value.line is None


def _with(say: Say, told: str, part: str) -> str:
    """A text with another in the place of `{}`, each translated by itself."""
    return filled(say, told, "; ".join(map(say, part.split("; "))))


def _entries(name: str, group: Group, waiting: dict[str, list[str]], say: Say) -> Iterator[tuple[str, str, str]]:
    """The entries of Env and the like; for those of the base image only the names, if no values are recorded."""
    unrecorded = [key for key, value in group.entries.items() if _waits(value) and value.depends != group.more]
    for key, value in group.entries.items():
        if not _waits(value):
            yield (
                name,
                key if value.value == {} else f"{key}={value.value if value.is_known else _unknown(value)}",
                origin_of(value, say),
            )
    if unrecorded:
        yield name, ", ".join(unrecorded), say("from the base image, values not recorded")
    if group.more:
        known = any(not _waits(value) for value in group.entries.values())
        waiting.setdefault(group.more, []).append(_with(say, "more {}", name) if known else name)


def value_of(value: Value, unset: str, say: Say = str) -> str:
    """A value on one line."""
    if value.likely is not None:
        return _with(say, "likely {}", value_of(Value(value.likely, value.origin), unset))
    if not value.is_known:
        return _unknown(value)
    if value.value in (None, "", []):
        return unset
    return value.value if isinstance(value.value, str) else json.dumps(value.value, ensure_ascii=False)


def _unknown(value: Value) -> str:
    """A mark for what is not known, and what is written for it."""
    return f"? ({value.written})" if value.written else "?"


def origin_of(value: Value, say: Say = str) -> str:
    """The origin of a value, or what it depends on."""
    if value.likely is not None:
        return _with(say, "as in all recorded tags; depends on {}", value.depends)
    if not value.is_known:
        at = f"line {value.line}, " if value.line else ""
        return _with(say, at + "depends on {}", value.depends)
    at = f"line {value.line}" if value.line else ""
    told = {"line": at, "base": "from the base image", "builder": "from the builder", "option": "--platform"}
    return say(told.get(value.origin, ""))


def stage_title(one: BuiltStage, plan: Plan, say: Say = str) -> str:
    """The name of a stage and the stages that it waits for."""
    name = one.stage.name or str(one.stage.index)
    if one.turn is None:
        return say(f"stage {name}: never built")
    others = [
        other.stage.name or str(other.stage.index)
        for other in plan.stages
        if other.turn == one.turn and other is not one
    ]
    beside = f", in parallel with {', '.join(others)}" if others else ""
    return say(f"stage {name} from {one.stage.image or one.stage.base_word}{beside}")


def details(step: PlannedStep, say: Say = str) -> Iterator[str]:
    """What an instruction copies, installs and deletes."""
    yield from map(say, _details(step))


def _details(step: PlannedStep) -> Iterator[str]:
    for copy in step.copies:
        size = "" if copy.files is None else f": {copy.files:,} {'file' if copy.files == 1 else 'files'}"
        size += f", {size_of(copy.bytes)}" if copy.bytes is not None and size else ""
        origin = (
            ""
            if copy.origin == "heredoc"
            else f" of the {copy.origin}"
            if copy.origin == "context"
            else f" of {copy.origin}"
        )
        yield f"copies {copy.source}{origin}{size}"
    for word, found in (("installs", step.installs), ("removes", step.removes)):
        for packages in found:
            yield f"{word} {_packages(packages)}"
    for gone in step.deletes:
        where = f"the layer of line {gone.line}" if gone.line else "the base image"
        yield f"deletes {gone.path}, which {where} still holds"


def _packages(one: Packages) -> str:
    if not one.names:
        return f"packages from files or variables with {one.manager}"
    return f"{', '.join(one.names)}{'' if one.is_all else ' and packages from files or variables'} with {one.manager}"


def size_of(count: int) -> str:
    """A number of bytes as text."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"


def cut(text: str, longest: int = _LONGEST) -> str:
    """A text shortened to fit a line."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def run_lines(found: Plan, say: Say = str) -> Iterator[tuple[str, str]]:
    """`docker run` commands, and what each starts."""
    for command, words, note in run_rows(found, say):
        yield command, f"{words}  ({note})" if words and note else words or note


def run_rows(found: Plan, say: Say = str) -> Iterator[tuple[str, str, str]]:
    """`docker run` commands, the words that each starts, and a note; without words where there is only a note."""
    for start in found.starts:
        words = "?" if start.words is None else shown(start.words) if start.words else say("nothing")
        yield start.command, words, _note(start.note, say) if start.note else ""
    if found.ports:
        more = len(found.ports) - _MOST_PORTS
        these = f"these ports and {more} more" if more > 0 else "these ports"
        told = say(f"publishes {these}; -P takes free ones of the host")
        yield f"docker run {' '.join(found.ports[:_MOST_PORTS])} IMAGE", "", told


def _note(note: str, say: Say) -> str:
    start = "depends on "
    return _with(say, f"{start}{{}}", note.removeprefix(start)) if note.startswith(start) else say(note)
