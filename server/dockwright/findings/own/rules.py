"""The rules of a configuration, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from dockwright.config import Config, OwnRule
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.own.commands import notes
from dockwright.findings.own.images import NamedImage, named_images
from dockwright.findings.own.instructions import Match, is_meant, matches
from dockwright.findings.own.patterns import LONGEST, image_fits
from dockwright.findings.rule import Elsewhere, Rule, by_name
from dockwright.findings.shell.run_commands import in_run
from dockwright.lazy import pattern
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit

if TYPE_CHECKING:
    from dockwright.config.reading import Problem

GROUP = "own-rules"
_MOST = 200
_MOST_PATTERNS = 50
_LONGEST_MESSAGE = 300
_NAME = pattern(r"[a-z][a-z0-9]*(?:-[a-z0-9]+){0,9}\Z")
_PATTERNS = ("flag", "argument", "destination", "command", "package", "base", "variable")
_LISTS = ("instruction", *_PATTERNS, "unless", "without")


@lru_cache(maxsize=32)
def rules(config: Config) -> tuple[Rule, ...]:
    """The own rules of a configuration, and those that policies have locked, each as any other rule."""
    given = list(config.own_rules.items())
    for lock in config.locks:
        names = {name.lower() for name in lock.names}
        given += [pair for pair in lock.config.own_rules.items() if GROUP in names or pair[0] in names]
    sound = dict.fromkeys((name, one) for name, one in given if not _wrong(name, one))
    return tuple(_rule(name, one) for name, one in list(sound)[:_MOST])


def problems(config: Config) -> list[Problem]:
    """Why some of the rules are ignored."""
    from dockwright.config.reading import Problem

    found = [
        Problem(f"own-rules.{name}", f"{wrong}; the rule is ignored")
        for name, one in config.own_rules.items()
        if (wrong := _wrong(name, one))
    ]
    if len(config.own_rules) > _MOST:
        found.append(Problem("own-rules", f"more than {_MOST} rules; the others are ignored"))
    return found


def _wrong(name: str, given: OwnRule) -> str:
    """What is wrong with a rule; empty where nothing is."""
    patterns = [one for kind in _LISTS for one in getattr(given, kind)]
    kinds = {kind for kind in _PATTERNS if getattr(given, kind)}
    if not _NAME.match(name) or len(name) > 60:
        return "invalid name; use lower-case letters, digits and `-` between words"
    if name in by_name() or any(name in rule.groups for rule in by_name().values()) or name in (GROUP, "all"):
        return "the name is used by another rule or group"
    if not given.message or len(given.message) > _LONGEST_MESSAGE or not given.message.isprintable():
        return f"needs a `message` of one line and at most {_LONGEST_MESSAGE} characters"
    if not (kinds or given.instruction):
        return "needs a pattern: one of `instruction`, " + ", ".join(f"`{kind}`" for kind in _PATTERNS)
    if len(patterns) > _MOST_PATTERNS or any(not 0 < len(one) <= LONGEST for one in patterns):
        return f"at most {_MOST_PATTERNS} patterns of 1 to {LONGEST} characters"
    if not given.replacement.isprintable() or len(given.replacement) > LONGEST:
        return f"`replacement` must be one line of at most {LONGEST} characters"
    if "base" in kinds and (kinds != {"base"} or given.without):
        return "`base` can only be used with `instruction`, `unless` and `final`"
    if "variable" in kinds and kinds - {"variable", "flag"}:
        return "`variable` can only be used with `instruction`"
    if kinds & {"command", "package"} and kinds & {"destination", "variable"}:
        return "`command` and `package` match RUN, which has no destination and no variables"
    if given.replacement and (given.missing or "variable" in kinds):
        return "`replacement` needs a pattern that matches a whole word of the file"
    if given.missing and "base" in kinds:
        return "`missing` needs a pattern of instructions"
    return ""


def _rule(name: str, given: OwnRule) -> Rule:
    level = Severity[given.level.upper()]
    if given.base:
        return Rule(name, level, (), (GROUP,), "Model", partial(_of_images, given), "", on=())
    if given.missing:
        return Rule(name, level, (), (GROUP,), "Stage", partial(_missing, given), "")
    check = partial(_of_step, given)
    elsewhere: Elsewhere = "not asked" if given.final else "asked"
    return Rule(name, level, (), (GROUP,), "Step", check, "", on=_instructions(given), elsewhere=elsewhere)


def _instructions(given: OwnRule) -> tuple[str, ...] | None:
    """The instructions whose words matter."""
    if given.instruction:
        return (*(name.upper() for name in given.instruction), "ONBUILD")
    if given.command or given.package:
        return ("RUN", "ONBUILD")
    if given.variable:
        return ("ENV", "ARG", "ONBUILD")
    return ("COPY", "ADD", "ONBUILD") if given.destination else None


def _of_step(given: OwnRule, step: Step) -> Iterator[Finding]:
    own = step.instruction.inner or step.instruction
    if own.name == "RUN" and (given.command or given.package or given.argument):
        if is_meant(given, own):
            yield from in_run(step, lambda body: notes(given, body))
    elif not (given.command or given.package):
        for match in matches(given, step):
            yield Finding(match.span, given.message, _fixes(given, match, step))


def _fixes(given: OwnRule, match: Match, step: Step) -> tuple[Fix, ...]:
    """The replacement, where what it replaces stands in the file as it is."""
    if not given.replacement:
        return ()
    span = match.span.shifted(-step.instruction.start)
    text = step.instruction.unit.text[span.start : span.end]
    whole = match.span == step.instruction.keyword.span or text == match.text
    return (_fix(given, Edit(match.span, given.replacement)),) if whole and text != given.replacement else ()


def _fix(given: OwnRule, edit: Edit) -> Fix:
    return Fix(f"Change to {given.replacement}", (edit,), safe=False)


def _of_images(given: OwnRule, model: Model) -> Iterator[Finding]:
    for image in named_images(model):
        if _is_found(given, image):
            fixes = (
                (_fix(given, Edit(image.span, given.replacement)),) if given.replacement and image.is_literal else ()
            )
            yield Finding(image.span, given.message, fixes)


def _is_found(given: OwnRule, image: NamedImage) -> bool:
    meant = not given.instruction or image.instruction in map(str.upper, given.instruction)
    wanted = meant and (image.stage.in_image or not given.final)
    return wanted and image_fits(image.name, given.base) and not image_fits(image.name, given.unless)


def _missing(given: OwnRule, stage: Stage) -> Iterator[Finding]:
    """Says so at the FROM of the image that is built, where nothing in it or in the stages below fits."""
    if not stage.is_last:
        return
    below: Stage | None = stage
    while below is not None:
        if any(True for step in below.steps for _ in _of_step(given, step)):
            return
        below = below.base
    yield Finding(stage.origin.keyword.span, given.message)
