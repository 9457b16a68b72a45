"""How a rule is declared, and where all rules are found."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from dockwright.config import Engine
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.scanner_names import ALIASES, WIDER
from dockwright.frozen import frozen
from dockwright.lazy import pattern

_BUILDKIT = pattern(r"([A-Z][a-z]+|[A-Z]+(?=[A-Z]|$)){2,}\Z")
RUNS = ("RUN", "ONBUILD")
"""The instructions that hold shell text."""

FIRST = "0.1.0"
"""The first version of Dockwright."""

Scope = Literal["Step", "Stage", "Model", "Surroundings", "Silenced", "BuildStep", "BuiltStage"]
Elsewhere = Literal["asked", "by hadolint", "not asked"]


@frozen
class Rule:
    """A rule: the name its users know, its level in the default profile, its other names, and its check."""

    code: str
    severity: Severity
    aliases: tuple[str, ...]
    groups: tuple[str, ...]
    scope: Scope
    check: Callable[..., Iterable[Finding]]
    module: str
    configured: bool = False
    """Whether the check takes the config as its second argument."""
    hidden_by: tuple[str, ...] = ()
    """Names of wider rules that hide its findings, too, in suppression comments."""
    engines: tuple[Engine, ...] = ()
    """The builders that the advice is for; none means all."""
    on: tuple[str, ...] | None = None
    """The instructions whose arguments it looks at; None means all."""
    elsewhere: Elsewhere = "asked"
    """Whether a rule about a `Step` is asked where nothing ends up in an image."""
    parts: tuple[tuple[str, ...], ...] = ()
    """Aliases that are about some findings only, together those about the same; a finding names the first of them."""
    more_may_settle: bool = False
    """Whether an error of words before the last may go away as the instruction is written on."""
    since: str = FIRST
    """The version of Dockwright that brought it."""

    @property
    def is_own(self) -> bool:
        """Whether it is one of a configuration file (`findings.own`), which has no module and no page."""
        return not self.module

    @property
    def on_whole_file(self) -> bool:
        """Whether what it finds in an instruction may change with instructions that come after."""
        return self.scope != "Step" or self.elsewhere != "asked"

    @property
    def names(self) -> tuple[str, ...]:
        """All names that suppression comments and settings may use; those of tally with and without its folders.

        Those of Trivy, too, also as older versions write them: AVD-DS-0004 and DS004.
        """
        return _written((self.code, *self.aliases))

    def names_about(self, part: str) -> tuple[str, ...]:
        """The names that are about the findings of a part, given the first name of it; "": those of no part."""
        others = {name for names in self.parts if names[0] != part for name in names}
        written = frozenset(_written(tuple(others)))
        return tuple(name for name in self.names if name not in written)

    @property
    def build_check(self) -> str:
        """The name that BuildKit has for it; empty where BuildKit does not check this."""
        return next((name for name in self.names if _BUILDKIT.match(name)), "")


def rule(
    code: str,
    severity: Severity,
    *,
    aliases: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    hidden_by: tuple[str, ...] = (),
    engines: tuple[Engine, ...] = (),
    on: tuple[str, ...] | None = None,
    elsewhere: Elsewhere = "asked",
    parts: tuple[tuple[str, ...], ...] = (),
    more_may_settle: bool = False,
    since: str = FIRST,
) -> Callable[[Callable[..., Iterable[Finding]]], Rule]:
    """Declare a rule. What its function takes says how often it runs:

    - `Step`: one instruction and the state around it; spans count from the instruction's own start. Cached.
    - `Stage`: one stage and those that it is based on; spans count from its FROM, and are in it. Cached.
    - `Model`: the whole file; spans count from the start of the file. Cached if it says by `on` what it looks at.
    - `Surroundings`: the whole file and the build context, as `Model`; cached for one and the same context, and not run
      while none is known.
    - `BuildStep`: one instruction and the image that it meets (`image.built`); spans count from its start. Cached
      by the instruction, the image, the state and the build context.
    - `BuiltStage`: a stage with the image before each of its instructions and after the last; spans count from FROM.
    - `Silenced`: what comments have hidden of what all other rules found; spans count from the start of the file.

    `on` names the instructions whose arguments it reads, and "#" comments: typing in others does not run it again. FROM
    and the states around all instructions may always be read by a rule over a `Stage`. One over a `Model` may read the
    file's structure (`semantics.structure`: all but the arguments of RUN, ENV and the like), but no values that follow
    from the others; if it matters which of these instructions are there at all, it says so by CAME_OR_WENT.

    `elsewhere` says of a rule over a `Step` whether it is asked, too, in stages whose layers end up in no image.

    `parts` are further aliases, each group about some of the findings: those that name its first one.

    `more_may_settle` says of a rule for errors that its findings wait while the author types the instruction, wherever
    they are in it: it may go on with what is missing. (What is no error waits in any case.)

    `since` is the version of Dockwright that brings it, for a rule that is newer than the first.

    A second argument, a `Config`, gives it the settings in force.
    """

    def declare(check: Callable[..., Iterable[Finding]]) -> Rule:
        annotations = [name for key, name in check.__annotations__.items() if key != "return"]
        scope: Scope = annotations[0]
        assert scope in get_args(Scope), f"{code}: a rule takes one of {get_args(Scope)}"
        assert elsewhere == "asked" or scope == "Step", f"{code}: only a rule over a Step is asked by place"
        takes_config = len(annotations) > 1
        module = check.__module__
        every_part = tuple((*part, *ALIASES.get(part[0], ())) for part in parts)
        names = (*aliases, *ALIASES.get(code, ()), *(name for part in every_part for name in part))
        wider = WIDER.get(code, ())
        return Rule(
            code,
            severity,
            names,
            (*groups, *wider),
            scope,
            check,
            module,
            takes_config,
            (*hidden_by, *wider),
            engines,
            on,
            elsewhere,
            every_part,
            more_may_settle,
            since,
        )

    return declare


def _written(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names as they may be written: without the name of the scanner, and those of Trivy as older versions have them."""
    plain = [name.rpartition("/")[2] for name in names if "/" in name]
    numbers = [name.rpartition("-")[2] for name in names if name.startswith("trivy/DS-")]
    older = (name for number in numbers for name in (f"AVD-DS-{number}", f"DS{number[1:]}"))
    return tuple(dict.fromkeys((*names, *plain, *older)))


def modules(package: str) -> list[str]:
    """The modules in the families of a package of this program: those whose names begin with a letter."""
    files = sorted((Path(__file__).parents[1] / package).glob("*/[a-z]*.py"))
    return [f"dockwright.{package}.{file.parent.name}.{file.stem}" for file in files]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of every family in `rules`, by code."""
    found: list[Rule] = []
    for name in modules("rules"):
        module = importlib.import_module(name)
        found += [
            value for value in vars(module).values() if isinstance(value, Rule) and value.module == module.__name__
        ]
    return tuple(sorted(found, key=lambda found: found.code))


@cache
def by_name() -> dict[str, Rule]:
    """Rules by code and by alias, in lower case."""
    return {name.lower(): found for found in all_rules() for name in found.names}
