"""The references in the build of a devcontainer.json."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dockwright.context.builds import yaml
from dockwright.context.hosts.json_text import blanked
from dockwright.context.hosts.reference import EXPRESSION, Kind, Reference
from dockwright.context.hosts.yaml_places import name_of, reference
from dockwright.text import Span

_TARGET = "--target="
_KINDS: tuple[tuple[Kind, tuple[tuple[str, ...], ...]], ...] = (
    ("dockerfile", (("build", "dockerfile"), ("build", "dockerFile"), ("dockerFile",))),
    ("context", (("build", "context"), ("context",))),
    ("target", (("build", "target"),)),
)


def references(path: str, text: str) -> Iterator[Reference]:
    """The references in a file with comments."""
    plain = blanked(text)
    document = next(iter(yaml.documents(plain)), yaml.Node(0))
    named = document.entry("build") or document.entry("dockerFile")
    if named is not None:
        yield reference("build", path, plain, named[0])
    for kind, places in _KINDS:
        node = next((node for place in places if (node := document.get(*place)) is not None and node.scalar), None)
        if node is not None:
            yield reference(kind, path, plain, node)
    args = document.get("build", "args")
    for name, key in args.keys.items() if args else ():
        yield reference("arg", path, plain, key, name)
    options = document.get("build", "options")
    yield from _given(path, plain, options.items) if options is not None else ()


def _given(path: str, text: str, options: Sequence[yaml.Node]) -> Iterator[Reference]:
    """The arguments and stages among options of `docker build`; any argument, where an option is computed or names one
    in its own word.
    """
    for before, node in zip((None, *options), options, strict=False):
        if before is not None and before.scalar == "--build-arg":
            yield name_of("arg", path, text, node)
        elif before is not None and before.scalar == "--target":
            yield reference("target", path, text, node)
        elif (node.scalar or "").startswith(_TARGET):
            found = reference("target", path, text, node)
            start, value = found.span.start + len(_TARGET) * (not found.obstacle), found.value.removeprefix(_TARGET)
            yield Reference("target", path, Span(start, found.span.end), value, found.obstacle)
        elif (node.scalar or "").startswith(("$", "--build-arg=")):
            yield Reference("unknown_args", path, node.span, "", EXPRESSION)
