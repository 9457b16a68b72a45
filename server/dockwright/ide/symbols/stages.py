"""Stages by name: definition and references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.context.values import interpolate
from dockwright.ide.snapshot import Snapshot
from dockwright.lazy import pattern
from dockwright.refactors.names.reserved_names import is_predefined
from dockwright.refactors.names.symbols import Mention, Symbol
from dockwright.semantics.references import Reference
from dockwright.semantics.stage import Stage
from dockwright.syntax.nodes import Token
from dockwright.text import Span

_VARIABLE = pattern(r"\$(?:\w+|\{(?:[^{}]|\{[^{}]*\})*\})")


def stage_symbol(snapshot: Snapshot, offset: int) -> Symbol | None:
    """The stage whose name, number or reference is at `offset`."""
    stage = mentioned_stage(snapshot, offset)
    return symbol_of(snapshot, stage) if stage else None


def mentioned_stage(snapshot: Snapshot, offset: int) -> Stage | None:
    """The stage that is referred to at `offset`."""
    holding = snapshot.model.stage_at(offset)
    token = holding.name_token if holding else None
    if holding and holding.name and token and token.span.touches(offset):
        return holding
    for reference in snapshot.model.references:
        if reference.source is holding and reference.target and reference.token.span.touches(offset):
            return reference.target
    return None


def symbol_of(snapshot: Snapshot, stage: Stage) -> Symbol:
    """A stage with all its mentions; a stage without a name can be navigated to, but not renamed."""
    name = stage.name or str(stage.index)
    mentions = sorted(_mentions(snapshot, stage, name), key=lambda mention: mention.span)
    return Symbol("stage", name, tuple(mentions), _obstacle(snapshot, stage))


def _mentions(snapshot: Snapshot, stage: Stage, name: str) -> Iterator[Mention]:
    token = stage.name_token
    if token and stage.name:
        yield _mention(snapshot, token, name, "write")
    else:
        yield Mention(stage.origin.keyword.span, "write", by_name=False)
    for reference in snapshot.model.references:
        if reference.target is stage:
            yield _mention(snapshot, reference.token, name, "read")


def _mention(snapshot: Snapshot, token: Token, name: str, role: str) -> Mention:
    """The name in a token, without quotes."""
    written = snapshot.text.slice(token.span)
    start = token.span.start + written.lower().find(name)
    by_name = token.value.lower() == name and written.lower().count(name) == 1
    span = Span(start, start + len(name)) if by_name else token.span
    return Mention(span, "write" if role == "write" else "read", by_name)


def _obstacle(snapshot: Snapshot, stage: Stage) -> str:
    if not stage.name:
        return f"Stage {stage.index} has no name; add one with `AS`"
    for reference in snapshot.model.references:
        if reference.target is stage and not _renameable(snapshot, reference, stage.name):
            line = snapshot.text.line_of(reference.token.span.start) + 1
            written = snapshot.text.slice(reference.token.span)
            return f"Line {line} names the stage as `{written}`, which a rename cannot change safely"
    for other in possible_users(snapshot, stage):
        assert other.base_token is not None
        line = snapshot.text.line_of(other.base_token.span.start) + 1
        written = snapshot.text.slice(other.base_token.span)
        return f"Line {line} may name the stage as `{written}`, which a rename cannot change safely"
    return ""


def possible_users(snapshot: Snapshot, stage: Stage) -> Iterator[Stage]:
    """The stages whose base is this one in some builds, because they name it through a variable."""
    for other in snapshot.model.stages[stage.index + 1 :]:
        written = other.base_token.value if other.base_token and other.base is not stage else ""
        if stage.name and "$" in written and _may_mean(snapshot, written, stage.name):
            yield other


def _may_mean(snapshot: Snapshot, written: str, name: str) -> bool:
    """Whether a base with variables may be this stage, in a build for another platform or with other arguments."""
    fixed = [re.escape(part) for part in _VARIABLE.split(written.strip("\"'").lower())]
    if any(fixed):
        return re.fullmatch(".+".join(fixed), name) is not None
    if any(is_predefined(re.split(r"\W", used.lstrip("${"))[0]) for used in _VARIABLE.findall(written)):
        return True
    builds = snapshot.context.builds if snapshot.context else ()
    return any(interpolate(written, build.args).lower() == name for build in builds)


def _renameable(snapshot: Snapshot, reference: Reference, name: str) -> bool:
    """References by number need no change; a name has to be written literally."""
    if reference.kind == "copy" and reference.token.value.isdigit():
        return True
    return _mention(snapshot, reference.token, name, "read").by_name
