"""The references in the build of a workflow step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dockwright.context.builds.yaml import Node
from dockwright.context.hosts.reference import ENVIRONMENT, EXPRESSION, Kind, Reference
from dockwright.context.hosts.yaml_places import lines, reference
from dockwright.text import Span

_OPEN = "${{"
_SINGLE: tuple[tuple[Kind, str], ...] = (("target", "target"),)
_LISTS: tuple[tuple[Kind, str], ...] = (("platform", "platforms"), ("stage", "no-cache-filters"))
_NAMES: tuple[tuple[Kind, str], ...] = (
    ("arg", "build-args"), ("named_context", "build-contexts"), ("secret", "secrets"), ("secret", "secret-envs"),
    ("secret", "secret-files"), ("ssh", "ssh"),
)  # fmt: skip


def references(
    path: str, text: str, step: Node, given: Mapping[str, str], keys: tuple[str, str]
) -> Iterator[Reference]:
    """The references of a step with these inputs; `keys` are the names of its inputs for context and Dockerfile."""
    if uses := step.get("uses"):
        yield reference("build", path, text, uses)
    with_ = step.get("with")
    if with_ is None:
        return
    for kind, key in (*_SINGLE, ("context", keys[0]), ("dockerfile", keys[1])):
        node = with_.get(key) if key else None
        if node is not None and node.scalar:
            yield _filled(kind, path, text, node, given.get(key, ""))
    for kind, key in _LISTS:
        node = with_.get(key)
        if node is not None and node.scalar:
            yield from _parts(kind, path, text, node, given.get(key, ""))
    for kind, key in _NAMES:
        node = with_.get(key)
        if node is not None and node.scalar:
            yield from _named(kind, path, text, node, given.get(key, ""))


def _filled(kind: Kind, path: str, text: str, node: Node, value: str) -> Reference:
    found = reference(kind, path, text, node, value)
    # without an expression, a dollar sign is literal
    return found if found.obstacle != EXPRESSION or value != node.scalar else Reference(kind, path, found.span, value)


def _parts(kind: Kind, path: str, text: str, node: Node, value: str) -> Iterator[Reference]:
    """The parts between commas and line breaks."""
    found = [] if _OPEN in (node.scalar or "") else list(_exact(kind, path, text, node))
    names = [name for part in value.replace("\n", ",").split(",") if (name := part.strip())]
    if [one.value for one in found] == names:
        yield from found
    else:
        yield from (Reference(kind, path, node.span, name, EXPRESSION) for name in names)


def _exact(kind: Kind, path: str, text: str, node: Node) -> Iterator[Reference]:
    for line, span in lines(node, text):
        at = 0
        for part in line.split(","):
            start = span.start + at + len(part) - len(part.lstrip())
            at += len(part) + 1
            if name := part.strip():
                yield Reference(kind, path, Span(start, start + len(name)), name)


def _named(kind: Kind, path: str, text: str, node: Node, value: str) -> Iterator[Reference]:
    """The names in `NAME=value` lines; for lines from an expression, the whole value."""
    known = set()
    for line, span in lines(node, text):
        name, equals, _ = line.partition("=")
        name, start = name.strip().removeprefix('"'), span.start + line.startswith('"')
        if _OPEN not in name and not name.startswith("#"):
            known.add(name)
            obstacle = "" if equals or kind != "arg" else ENVIRONMENT
            yield Reference(kind, path, Span(start, start + len(name)), name, obstacle)
    for line in filter(None, map(str.strip, value.splitlines())):
        name = line.partition("=")[0].strip().removeprefix('"')
        if name in known or name.startswith("#"):
            continue
        if _OPEN in name:
            yield Reference("unknown_args" if kind == "arg" else kind, path, node.span, "", EXPRESSION)
        elif _OPEN not in name and ("=" in line or kind == "ssh"):
            yield Reference(kind, path, node.span, name, EXPRESSION)
