"""The names of the services of a Compose file, and where `depends_on` and `additional_contexts` use them."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.builds import yaml
from dockwright.context.hosts.names import Defined, Names, Used
from dockwright.context.hosts.yaml_places import written
from dockwright.text import Span

_SERVICE = "service:"


def names(path: str, text: str) -> Names:
    """Those of a Compose file; not all are known where it includes others."""
    document = next(iter(yaml.documents(text)), yaml.Node(0))
    services = document.get("services")
    if services is None:
        return Names()
    entries = {name: found for name in services.names() if (found := services.entry(name)) is not None}
    defined = [Defined("service", name, path, written(key, text) or key.span) for name, (key, _) in entries.items()]
    used = [one for name, (_, service) in entries.items() for one in _used(name, service, text)]
    return Names(tuple(defined), tuple(dict.fromkeys(used)), document.get("include") is None)


def _used(name: str, service: yaml.Node, text: str) -> Iterator[Used]:
    needed = service.get("depends_on") or yaml.Node(0)
    keys = [found[0] for key in needed.names() if (found := needed.entry(key)) and _is_required(found[1])]
    for node in (*needed.items, *keys):
        yield from _named(node, text, name, "")
    contexts = service.get("build", "additional_contexts") or yaml.Node(0)
    values = [found[1] for key in contexts.names() if (found := contexts.entry(key))]
    for node in (*contexts.items, *values):
        before, mark, _ = (node.scalar or "").partition(_SERVICE)
        if mark and (not before or before.endswith("=")):
            yield from _named(node, text, name, before + mark)


def _is_required(condition: yaml.Node) -> bool:
    return condition.text("required") != "false"


def _named(node: yaml.Node, text: str, inside: str, before: str) -> Iterator[Used]:
    """The name at the end of a scalar, unless it is an expression, or is not written as it is."""
    span, name = written(node, text), (node.scalar or "").removeprefix(before)
    if span is not None and name and not any(mark in name for mark in "${}"):
        yield Used(("service",), name, Span(span.start + len(before), span.end), inside)
