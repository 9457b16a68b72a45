"""`dockerfile_inline` in Compose files: the text after Compose has replaced its variables."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from dockwright.context.builds.compose import defines_services
from dockwright.embedded import yaml_scalars
from dockwright.embedded.mapping import Mapping, Part
from dockwright.embedded.values import Embedded, Found, Unread
from dockwright.embedded.yaml_scalars import Scalar
from dockwright.frozen import replace
from dockwright.lazy import pattern
from dockwright.text import Span

KEY = "dockerfile_inline"
DEEPEST = 100
_VARIABLE = pattern(
    r"\$(?:(?P<dollar>\$)|(?P<name>[A-Za-z_]\w*)|\{(?:[A-Za-z_]\w*(?::?-(?P<default>[^{}$]*))?(?P<end>\}))?)"
)
_NEEDS_DOLLAR = pattern(r"\$(?=[A-Za-z_{$]|$)")
_BROKEN = "the file is invalid YAML from some line on"
_DIFFERS = "it can be read in two ways; write it as a `|` block"


def is_compose(path: str, text: str) -> bool:
    """Whether a YAML file is a Compose file, by its name or content."""
    name = posixpath.basename(path).lower()
    return name.endswith((".yml", ".yaml")) and ("compose" in name or defines_services(text))


def find(host: str) -> Found:
    """The inline Dockerfiles of a Compose file; those in fragments and merged parts only once."""
    found: list[Embedded] = []
    unread: list[Unread] = []
    for label, scalar in _scalars(host) if KEY in host else ():
        if scalar is None:
            unread.append(Unread(label, len(host), _BROKEN))
            continue
        mapped = yaml_scalars.mapped(host, scalar)
        if mapped is None:
            why = yaml_scalars.FOLDED if scalar.style == ">" else _DIFFERS
            unread.append(Unread(label, scalar.start, why))
            continue
        filled = _filled(mapped[0])
        if isinstance(filled, Unread):
            unread.append(replace(filled, label=label))
        else:
            plain = mapped[1].escape
            style = replace(mapped[1], escape=lambda text, plain=plain: plain(_NEEDS_DOLLAR.sub("$$", text)))
            found.append(Embedded(label, filled, style, scalar.value))
    return found, unread


def _filled(value: Mapping) -> Mapping | Unread:
    """The value after interpolation: `$$` becomes a dollar sign, and a variable its default."""
    parts: list[Part] = []
    at = 0
    for match in _VARIABLE.finditer(value.text):
        parts.append(Part(Span(at, match.start()), value.text[at : match.start()], True))
        at = match.end()
        if match["dollar"]:
            parts.append(Part(Span(*match.span()), "$"))
        elif match["end"] and match["default"] is not None:
            parts.append(Part(Span(*match.span()), match["default"]))
        else:
            return Unread("", value.host_start(match.start()), _why(match))
    parts.append(Part(Span(at, len(value.text)), value.text[at:], True))
    return Mapping.of(parts, 0).through(value) if value.parts else value


def _why(match: re.Match[str]) -> str:
    written = match[0] + ("}" if match[0] == "${" else "")
    if match["name"] or match["end"]:
        return f"Compose replaces `{written}` before the build; write `${written}` for a variable of the Dockerfile"
    return "Compose reads `${` as one of its own variables; write `$${` for one of the Dockerfile"


class _Open(NamedTuple):
    """A collection that is being read; `key` is the key that waits for its value."""

    is_map: bool
    path: tuple[str, ...]
    key: list[str]
    scalars: dict[str, Scalar]


def _scalars(host: str) -> Iterator[tuple[str, Scalar | None]]:
    """Each `dockerfile_inline` with the name of its owner; None after a syntax error."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    stack: list[_Open] = []
    anchors: dict[str, Scalar] = {}
    seen: set[int] = set()
    try:
        for event in yaml.parse(host, Loader=loader):
            if isinstance(event, yaml.CollectionStartEvent):
                key = stack[-1].key.pop() if stack and stack[-1].key else ""
                path = (*stack[-1].path, key) if stack else ()
                stack.append(_Open(isinstance(event, yaml.MappingStartEvent), path, [], {}))
                if len(stack) > DEEPEST:
                    return
            elif isinstance(event, yaml.CollectionEndEvent):
                done = stack.pop()
                inline = done.scalars.get(KEY)
                if inline is not None and inline.start not in seen:
                    seen.add(inline.start)
                    yield _label(done.path), inline
            elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
                _take(stack, event, anchors)
    except (yaml.YAMLError, ValueError):
        yield "", None


def _take(stack: list[_Open], event: object, anchors: dict[str, Scalar]) -> None:
    """Handle a scalar, or the target of an alias, as a key or as the value of the waiting key."""
    scalar = None
    anchor = getattr(event, "anchor", None) or ""
    if (value := getattr(event, "value", None)) is not None:
        style = getattr(event, "style", "") or ""
        start, end = event.start_mark.index, event.end_mark.index  # type: ignore[attr-defined]
        scalar = Scalar(value, style, start, end)
        if anchor:
            anchors[anchor] = scalar
    else:
        scalar = anchors.get(anchor)
    if not stack or not stack[-1].is_map:
        return
    if not stack[-1].key:
        stack[-1].key.append(scalar.value if scalar else "")
    elif scalar is not None:
        stack[-1].scalars.setdefault(stack[-1].key.pop(), scalar)
    else:
        stack[-1].key.pop()


def _label(path: tuple[str, ...]) -> str:
    if path[:1] == ("services",) and len(path) > 1:
        return f"service `{path[1]}`"
    return f"`{path[0]}`" if path and path[0] else ""
