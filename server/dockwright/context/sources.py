"""The sources that a Dockerfile takes from its build context."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from dockwright.context.build_context import clean
from dockwright.semantics.model import Model
from dockwright.semantics.mounts import fields
from dockwright.semantics.stage import Body
from dockwright.semantics.state import State
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token
from dockwright.syntax.tree import Tree

if TYPE_CHECKING:
    from dockwright.context.build_context import Context, Surroundings


class Source(NamedTuple):
    """A source of COPY, ADD or a bind mount of RUN."""

    token: Token
    path: str
    """As the builder sees it, with variables replaced."""
    fixed: bool
    """Whether it is the same in every build, because it has no variables."""
    copied: bool
    """False for a bind mount, which leaves nothing in the image."""
    beside: bool
    """Whether the instruction has other sources."""


def sources(tree: Tree) -> list[str]:
    """The sources of COPY and ADD without `--from`, in order."""
    return [
        token.value
        for instruction in tree.all("COPY", "ADD")
        if not any(flag.name == "from" for flag in instruction.flags)
        for token in instruction.arguments[:-1]
    ]


def taken(model: Model) -> Iterator[Source]:
    """The sources with a known path, in order; without URLs, heredocs and those under ONBUILD."""
    for stage in model.stages:
        found: tuple[Source, ...] | None = stage.body.memo.get("sources")
        if found is None:
            found = stage.body.memo["sources"] = tuple(_in(stage.body))
        for source in found:
            yield source._replace(token=source.token.shifted(stage.start))


def given(around: Surroundings) -> Iterator[tuple[Context, Source]]:
    """The sources with their context: the main one of the build, or a known named context."""
    for source in taken(around.model):
        yield around.context, source
    named = around.context.named_contexts
    if not named or not around.context.sure:
        return
    for name, source in in_named(around.model, named):
        if (found := named[name].context) is not None:
            yield found, source


def is_certainly_wrong(context: Context, path: str, sources: Iterable[str]) -> bool:
    """Whether a path that a context lacks is wrong beyond doubt; `sources` are all that is taken from the context.

    It is where a file defines the context. An assumed one must contain another of the sources and, beside the path, a
    name much like it.
    """
    if context.sure:
        return True
    alike = context.nearest(path)[:1]
    if not alike or posixpath.dirname(alike[0]) != posixpath.dirname(path) or context.elsewhere(path) is not None:
        return False
    return any(clean(source) and context.fate(source).exists for source in sources)


def in_named(model: Model, names: Container[str]) -> Iterator[tuple[str, Source]]:
    """What COPY takes from contexts of these names, which are in lower case, each with its name."""
    stages = {stage.name.lower() for stage in model.stages if stage.name}
    for step in model.steps():
        copy = step.instruction
        flag = copy.flag("from") if copy.name == "COPY" and not copy.problems else None
        name = (flag.value or "").lower() if flag else ""
        for token in copy.arguments[:-1] if name in names and name not in stages else ():
            path = step.before.expand(token.value, copy.unit.escape)
            if path is not None:
                yield name, Source(token, path, "$" not in token.value, True, len(copy.arguments) > 2)


def _in(body: Body) -> Iterator[Source]:
    """The sources in the body of a stage, with ranges from its start."""
    for index, (unit, offset) in enumerate(zip(body.units, body.offsets, strict=True)):
        if unit.name in ("COPY", "ADD", "RUN") and not unit.problems:
            instruction = Instruction(unit, offset)
            yield from (_mounted if unit.name == "RUN" else _copied)(instruction, body.states[index])


def _copied(copy: Instruction, state: State) -> Iterator[Source]:
    if len(copy.arguments) < 2 or any(flag.name == "from" for flag in copy.flags):
        return
    for token in copy.arguments[:-1]:
        path = state.expand(token.value, copy.unit.escape)
        if path is not None and not token.value.startswith("<<") and not is_remote(copy.name, path):
            yield Source(token, path, "$" not in token.value, True, len(copy.arguments) > 2)


def _mounted(run: Instruction, state: State) -> Iterator[Source]:
    for flag in run.flags:
        if flag.name != "mount" or not flag.value:
            continue
        found = {field.key: field for field in fields(run, flag)}
        kind, field = found.get("type"), found.get("source") or found.get("src")
        if "from" in found or (kind and kind.value != "bind") or field is None or not field.value:
            continue
        path = state.expand(field.value, run.unit.escape)
        if path is not None:
            yield Source(Token(field.value, field.value_span), path, "$" not in field.value, False, False)


def is_remote(name: str, path: str) -> bool:
    """Whether a source is fetched from elsewhere."""
    return "://" in path or path.startswith("git@") or (name == "ADD" and (".git#" in path or path.endswith(".git")))
