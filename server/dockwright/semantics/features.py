"""The language features an instruction uses that some versions or builders do not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.semantics.copying import GIT, sources
from dockwright.semantics.expanded import expanded
from dockwright.semantics.mounts import fields
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.language import features as facts
from dockwright.syntax.language import flags
from dockwright.syntax.nodes import Unit
from dockwright.text import Span

_PATTERNS = ("#", "##", "%", "%%", "/", "//")


class Feature(NamedTuple):
    """One use of a feature; its span counts from the start of the unit."""

    span: Span
    about: str
    """Its name, as used in the middle of a sentence."""
    since: int
    """The first minor version of docker/dockerfile that has it; 0 for the first version."""
    lacking: tuple[str, ...]
    """The engines that do not have it."""


def features(unit: Unit) -> tuple[Feature, ...]:
    """All features that an instruction uses; under ONBUILD, those of the triggered one."""
    found: tuple[Feature, ...] | None = unit.memo.get("features")
    if found is None:
        found = unit.memo["features"] = tuple(_find(unit))
    return found


def _find(unit: Unit) -> Iterator[Feature]:
    inner = unit.inner or unit
    known = flags(inner.name)
    for flag in inner.flags:
        if flag.name in known:
            row = known[flag.name]
            yield Feature(flag.name_span, f"`{inner.name} --{flag.name}`", _minor(row.since), row.lacking)
        if flag.name == "chmod" and flag.value:
            if "$" in flag.value:
                yield _feature("variable-mode", flag.value_span)
            elif not flag.value.isdigit():
                yield _feature("symbolic-mode", flag.value_span)
    yield from (_feature("heredoc", heredoc.marker) for heredoc in inner.heredocs)
    yield from _in_mounts(unit, Instruction(inner, 0))
    for word in expanded(inner) if "${" in inner.text else ():
        for variable in word.variables:
            if variable.operator in _PATTERNS:
                yield _feature("pattern", word.source(inner, variable.span))
    for token in sources(Instruction(inner, 0)) if inner.name == "ADD" else ():
        if GIT.match(token.value):
            yield _feature("git-query" if "?" in token.value else "git", token.span)


def _in_mounts(unit: Unit, run: Instruction) -> Iterator[Feature]:
    is_trigger = unit.inner is not None
    for flag in run.flags:
        given = {field.key: field for field in fields(run, flag)} if flag.name == "mount" and flag.value else {}
        if "env" in given:
            yield _feature("secret-variable", given["env"].span)
        if is_trigger and ("from" in given or (flag.name == "from" and run.name == "COPY")):
            yield _feature("trigger-from", given["from"].span if given else flag.name_span)


def _feature(name: str, span: Span) -> Feature:
    row = facts()[name]
    return Feature(span, row.about, _minor(row.since), row.lacking)


def _minor(since: str) -> int:
    return int(since.partition(".")[2] or 0)
