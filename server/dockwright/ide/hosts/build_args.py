"""Problems of build arguments without a default: a build leaves one empty that another build sets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.context.hosts.host_facts import HostFacts
from dockwright.context.hosts.reference import ENVIRONMENT
from dockwright.context.values import Build
from dockwright.findings.finding import Finding, Severity
from dockwright.ide.hosts.dockerfiles import declared, needed
from dockwright.lazy import pattern
from dockwright.refactors.names.reserved_names import is_predefined
from dockwright.semantics.model import Model, analyse
from dockwright.semantics.stage import Stage
from dockwright.text import Span

_VARIABLE = pattern(r"\$(?:\{(\w+)\}|(\w+))")
_NO_IMAGE = pattern(r"\Z|[:/@]|.*(?:[:@/]\Z|::|:@|//)")
"""An image reference with a missing part."""


def missing_args(facts: HostFacts, build: Build, model: Model, stage: Stage, place: Span) -> Iterator[Finding]:
    """The arguments without a default that this build omits and another build of the same Dockerfile sets."""
    if _is_partly_known(facts, build):
        return
    given = {one.value for one in build.references if one.kind == "arg"}
    args = declared(model).items()
    without = {name for name, each in args if each.default is None and name not in given and not is_predefined(name)}
    reported = set()
    for finding, name in _empty_bases(facts, build, model, stage, place, without):
        reported.add(name)
        yield finding
    for name in sorted(without - reported):
        other = _setting(facts, build, name)
        if other is not None and other.target == build.target and _is_needed(model, stage, name):
            message = f"This build leaves `{name}` empty; {other.label} sets it to `{other.args[name]}`"
            yield Finding(place, message, code="arg-not-given", severity=Severity.HINT)


def _empty_bases(
    facts: HostFacts, build: Build, model: Model, stage: Stage, place: Span, without: set[str]
) -> Iterator[tuple[Finding, str]]:
    """A FROM without an image unless an ARG is set, which another build sets, with the name of the ARG."""
    if not without or not any("$" in each.base_word for each in model.stages):
        return
    known = {name: value for name, value in build.args.items() if "$" not in value}
    filled = analyse(model.tree, build_args=known | dict.fromkeys(without, ""))
    for each in needed(model, stage):
        image = filled.stages[each.index].image
        names = [one or other for one, other in _VARIABLE.findall(each.base_word)]
        lacking = next((name for name in names if name in without), None)
        if lacking is None or image is None or not _NO_IMAGE.match(image):
            continue
        other = _setting(facts, build, lacking)
        if other is not None:
            message = (
                f"`FROM {each.base_word}` needs `{lacking}`, which this build does not set; "
                f"{other.label} sets it to `{other.args[lacking]}`"
            )
            yield Finding(place, message, code="arg-not-given"), lacking


def _setting(facts: HostFacts, build: Build, name: str) -> Build | None:
    """Another build of the same Dockerfile that sets an argument."""
    return next((one for one in facts.others if one.dockerfile == build.dockerfile and name in one.args), None)


def _is_needed(model: Model, stage: Stage, name: str) -> bool:
    """Whether an instruction of the build uses an argument in a way that an empty value is not expected."""
    word = re.escape(name)
    use = re.compile(rf"\$(?:{word}(?!\w)|\{{{word}\}})")
    tested = re.compile(rf"\$\{{{word}:?[-+?=]")
    texts = [step.instruction.unit.text for each in needed(model, stage) for step in each.steps]
    return any(map(use.search, texts)) and not any(map(tested.search, texts))


def _is_partly_known(facts: HostFacts, build: Build) -> bool:
    """Whether it may get more ARGs: from an expression, the environment, or a file of the same build."""
    if any(one.kind == "unknown_args" or one.obstacle == ENVIRONMENT for one in build.references):
        return True
    return any(one.name == build.name != "" and one.file != build.file for one in facts.others)
