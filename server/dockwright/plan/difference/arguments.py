"""Changes that concern users of `--build-arg` and `--secret`, or the builder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.plan.stages import build_order
from dockwright.semantics.model import Model
from dockwright.semantics.mounts import fields, secret_id
from dockwright.semantics.stage import Stage


def argument_changes(before: Model, after: Model, targets: tuple[Stage, Stage]) -> Iterator[str]:
    """A sentence for each."""
    old, new = declared(before), declared(after)
    for name in old.keys() - new.keys():
        yield f"--build-arg {name} is no longer taken"
    for name in sorted(new.keys() - old.keys()):
        if _mentions(before, name) or not _mentions(after, name):
            yield f"--build-arg {name} is new, and commands see {name}"
    was, now = _secrets(before, targets[0]), _secrets(after, targets[1])
    yield from (f"--secret id={name} is no longer used" for name in sorted(was - now))
    yield from (f"--secret id={name} is new" for name in sorted(now - was))
    old_syntax, new_syntax = _syntax(before), _syntax(after)
    if old_syntax != new_syntax:
        yield f"the builder reads it by {new_syntax}, before by {old_syntax}"


def declared(model: Model) -> dict[str, set[str | None]]:
    """The ARGs of a file, with their defaults as written."""
    found: dict[str, set[str | None]] = {}
    for step in model.steps():
        for token in step.instruction.arguments if step.instruction.name == "ARG" else ():
            name, equals, default = token.value.partition("=")
            found.setdefault(name, set()).add(default if equals else None)
    return found


def _mentions(model: Model, name: str) -> bool:
    return re.search(rf"\$\{{?{re.escape(name)}\b", model.tree.text.string) is not None


def _secrets(model: Model, target: Stage) -> set[str]:
    """The secrets that the stages in the build mount."""
    found: set[str] = set()
    for stage in (one.stage for one in build_order(model, target) if one.turn is not None):
        for step in stage.all("RUN"):
            for flag in (each for each in step.instruction.flags if each.name == "mount"):
                values = {field.key: field.value for field in fields(step.instruction, flag)}
                if values.get("type") == "secret":
                    found.add(secret_id(values))
    return found


def _syntax(model: Model) -> str:
    found = next((each.value for each in model.tree.directives if each.name == "syntax"), "")
    return f"`{found}`" if found else "its own syntax"
