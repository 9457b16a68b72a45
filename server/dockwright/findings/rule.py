"""Declaration and discovery of rules."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from dockwright.config import Engine
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.scanners.names import ALIASES, WIDER
from dockwright.frozen import frozen
from dockwright.lazy import pattern
from dockwright.syntax.arguments import NAMES

_BUILDKIT = pattern(r"([A-Z][a-z]+|[A-Z]+(?=[A-Z]|$)){2,}\Z")
RUNS = ("RUN", "ONBUILD")
"""The instructions that contain shell scripts."""

INSTRUCTIONS = tuple(sorted(NAMES))
"""For rules that read the arguments of all instructions, but no comments."""
FIRST = "0.1.0"
"""The first version of Dockwright."""

Scope = Literal["Step", "Stage", "Model", "Surroundings", "Silenced", "BuildStep", "BuiltStage"]
Elsewhere = Literal["asked", "by hadolint", "not asked"]


@frozen
class Rule:
    """A rule: its code, its level in the default profile, its aliases, and its check."""

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
    """Names of more general rules that suppress its findings, too, when used in suppression comments."""
    engines: tuple[Engine, ...] = ()
    """The builders that its advice applies to; empty means all."""
    on: tuple[str, ...] | None = None
    """The instructions whose arguments it reads; None means all."""
    elsewhere: Elsewhere = "asked"
    """Whether a rule about a `Step` runs in stages that are not part of any image."""
    parts: tuple[tuple[str, ...], ...] = ()
    """Aliases for some of the findings, grouped by what they are about; a finding names the first alias of its group.
    """
    more_may_settle: bool = False
    """Whether an error before the last word may disappear as the author types on."""
    since: str = FIRST
    """The first version of Dockwright that has it."""

    @property
    def is_own(self) -> bool:
        """Whether it is one of a configuration file (`findings.own`), which has no module and no page."""
        return not self.module

    @property
    def on_whole_file(self) -> bool:
        """Whether its findings in an instruction may depend on later instructions."""
        return self.scope != "Step" or self.elsewhere != "asked"

    @property
    def names(self) -> tuple[str, ...]:
        """All names accepted in suppression comments and settings; those of tally with and without folders.

        Names of Trivy include those of older versions: AVD-DS-0004 and DS004.
        """
        return _written((self.code, *self.aliases))

    def names_about(self, part: str) -> tuple[str, ...]:
        """The names for the findings of a part, given its first name; with "", those for findings of no part."""
        others = {name for names in self.parts if names[0] != part for name in names}
        written = frozenset(_written(tuple(others)))
        return tuple(name for name in self.names if name not in written)

    @property
    def build_check(self) -> str:
        """BuildKit's name for it; empty if BuildKit does not have this check."""
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
    """Declare a rule. The type of its function's first argument decides how often it runs:

    - `Step`: one instruction and the state around it; spans count from the start of the instruction. Cached.
    - `Stage`: one stage and its bases; spans count from its FROM and must be inside the stage. Cached.
    - `Model`: the whole file; spans count from the start of the file. Cached if `on` is given.
    - `Surroundings`: the whole file and the build context, like `Model`; cached for the same context, and not run
      without a context.
    - `BuildStep`: one instruction and the image before it (`image.built_stage`); spans count from its start. Cached by
      instruction, image, state and build context.
    - `BuiltStage`: a stage with the image before each of its instructions and after the last; spans count from FROM.
    - `Silenced`: the findings of all other rules that comments suppress; spans count from the start of the file.

    `on` names the instructions whose arguments it reads, and "#" for comments: edits of others do not run it again. A
    rule over a `Stage` may always read FROM and the states around all instructions. A rule over a `Model` may read the
    structure of the file (`semantics.structure`: keywords, flags, and the arguments of FROM, ONBUILD and of ARGs above
    the first FROM), but no values that depend on other arguments; if it matters whether such instructions exist at all,
    it adds CAME_OR_WENT.

    `elsewhere` tells whether a rule over a `Step` also runs in stages that are not part of any image.

    `parts` are additional aliases, grouped; each group is about some of the findings: those that name its first alias.

    `more_may_settle` delays the errors of the rule while the author types the instruction, wherever they are in it,
    because the missing part may still follow. (Findings other than errors are delayed in any case.)

    `since` is the version of Dockwright that adds it, for rules newer than the first version.

    A second argument of type `Config` gets the current settings.
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
    """The public modules in the families of a package of this program (names that begin with a letter)."""
    files = sorted((Path(__file__).parents[1] / package).glob("*/[a-z]*.py"))
    return [f"dockwright.{package}.{file.parent.name}.{file.stem}" for file in files]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of every family in `rules`, sorted by code."""
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
