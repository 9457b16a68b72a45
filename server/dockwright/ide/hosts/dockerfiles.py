"""Facts about a Dockerfile that host files refer to: stages, ARGs, and mounted secrets."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from dockwright.context.hosts.host_facts import HostFacts
from dockwright.context.hosts.kinds import kind_of
from dockwright.ide.not_dockerfile import no_dockerfile
from dockwright.semantics.model import Model
from dockwright.semantics.mounts import fields, secret_id
from dockwright.semantics.stage import Stage
from dockwright.semantics.syntax_version import is_foreign
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span


class Declared(NamedTuple):
    """An ARG: its first mention, and its first default."""

    name: str
    span: Span
    default: str | None


class Mount(NamedTuple):
    """`RUN --mount=type=secret` or `ssh`."""

    kind: str
    name: str
    required: bool
    span: Span


def called(facts: HostFacts, dockerfile: str) -> str:
    """How messages name a Dockerfile, in backquotes: its path, or the key that it is the value of."""
    if dockerfile not in facts.held:
        return dockerfile
    return "dockerfile_inline" if kind_of(facts.path, facts.text) == "compose" else "dockerfile-inline"


def is_sure(path: str, model: Model) -> bool:
    """Whether BuildKit reads the file as we do: no template, no other frontend, and at least one stage."""
    string = model.tree.text.string
    return bool(model.stages) and not is_foreign(model.tree) and not no_dockerfile(posixpath.basename(path), string)


def stage_of(model: Model, target: str) -> Stage | None:
    """The stage for a target; the last one without a target."""
    if not target:
        return model.stages[-1] if model.stages else None
    return model.stage_named(target.lower())


def needed(model: Model, stage: Stage) -> list[Stage]:
    """A stage and all stages that its build needs."""
    seen = {stage.index}
    waiting = [stage.index]
    while waiting:
        index = waiting.pop()
        for reference in model.references:
            target = reference.target
            if reference.source.index == index and target is not None and target.index not in seen:
                seen.add(target.index)
                waiting.append(target.index)
    return [model.stages[index] for index in sorted(seen)]


def declared(model: Model) -> dict[str, Declared]:
    """The ARGs of all scopes by name, including those under ONBUILD."""
    found: dict[str, Declared] = {}
    for step in model.steps():
        instruction = step.instruction
        for name, span, default in _args(instruction):
            known = found.get(name)
            if known is None or known.default is None:
                found[name] = Declared(name, known.span if known else span, default)
    return found


def _args(instruction: Instruction) -> Iterator[tuple[str, Span, str | None]]:
    inner = instruction.inner or instruction
    for token in inner.arguments if inner.name == "ARG" else ():
        name, equals, default = token.value.partition("=")
        name = name.lstrip("\"'")  # `ARG "NAME=some text"`
        yield name, Span(token.span.start, token.span.start + len(name)), default if equals else None


def mounts(stage: Stage) -> Iterator[Mount]:
    """The secrets and SSH keys that the commands of a stage mount."""
    for step in stage.all("RUN"):
        for flag in step.instruction.flags:
            if flag.name != "mount":
                continue
            values = {field.key: field.value for field in fields(step.instruction, flag)}
            kind = values.get("type") or ""
            if kind not in ("secret", "ssh") or "$" in (flag.value or ""):
                continue
            name = secret_id(values) if kind == "secret" else values.get("id") or "default"
            required = "required" in values and values["required"] in (None, "true", "True", "TRUE", "1")
            yield Mount(kind, name, required, flag.span)
