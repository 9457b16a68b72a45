"""The version of the Dockerfile syntax that a file requires, and edits that require a newer one."""

from __future__ import annotations

import re

from dockwright.config import Config
from dockwright.refactors.names.lines import line_end
from dockwright.semantics.model import Model
from dockwright.syntax.lines import BOM
from dockwright.text import Edit, Span

_OWN = re.compile(
    r"(?:docker\.io/)?docker/dockerfile(?:-upstream)?(?::(?P<tag>[\w.-]+))?(?P<digest>@sha256:[0-9a-f]+)?\Z"
)
_PINNED = re.compile(r"1\.(?P<minor>\d{1,3})(?:\.\d{1,3})?(?P<labs>-labs)?\Z")


def at_least(model: Model, minor: int, config: Config) -> tuple[Edit, ...] | str:
    """The edits after which the syntax is at least version 1.`minor`, or why there are none."""
    if config.engine != "buildkit":
        return f"The settings name `{config.engine}` as the builder, which ignores `# syntax=`"
    directive = model.tree.zone.get("syntax")
    if directive is None:
        return (Edit(Span(*[_first_line(model)] * 2), f"# syntax=docker/dockerfile:1{line_end(model)}"),)
    own = _OWN.match(directive.value)
    if own is None:
        return f"`{directive.value}` reads this file, and what it supports is unknown"
    tag = own["tag"] or "latest"
    if tag in ("1", "latest", "labs", "1-labs", "master"):
        return ()
    pinned = _PINNED.match(tag)
    if pinned is None:
        return f"Cannot tell what version `{tag}` of the syntax supports"
    if int(pinned["minor"]) >= minor:
        return ()
    if own["digest"]:
        return "The syntax is pinned by a digest, and the digest of a newer version is unknown"
    start = directive.value_span.start + own.start("tag")
    return (Edit(Span(start, start + len(tag)), f"1.{minor}{pinned['labs'] or ''}"),)


def _first_line(model: Model) -> int:
    """Where the first directive goes: after a byte order mark and `#!`."""
    string = model.tree.text.string
    if string.startswith("#!"):
        end = string.find("\n")
        return end + 1 if end >= 0 else 0
    return len(BOM) if string.startswith(BOM) else 0
