"""Running the rules over a model, each only over what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from dockwright.config import Config
from dockwright.context.known import Context, Surroundings
from dockwright.rules import staged, steady
from dockwright.rules.finding import Finding, Group, Severity
from dockwright.rules.profiles import loudest
from dockwright.rules.rule import Rule, all_rules
from dockwright.rules.running import of_rules
from dockwright.rules.suppress import Silenced, Suppressions, suppressions
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage

if TYPE_CHECKING:
    from dockwright.rules.shell.shellcheck import Remarks


Hidden = list[tuple[int, str]]


class Selection:
    """The rules a config switches on, with their severities; one object for as long as the config stays."""

    def __init__(self, config: Config, levels: Iterable[tuple[Rule, Severity]]) -> None:
        self.config = config
        active = [(rule, level) for rule, level in levels if level is not Severity.OFF]
        self.steps = [(rule, level) for rule, level in active if rule.scope == "Step"]
        self.stages = [(rule, level) for rule, level in active if rule.scope == "Stage"]
        self.models = [(rule, level) for rule, level in active if rule.scope == "Model"]
        self.surroundings = [(rule, level) for rule, level in active if rule.scope == "Surroundings"]
        self.silenced = [(rule, level) for rule, level in active if rule.scope == "Silenced"]
        self._steps_on: dict[tuple[str, bool], list[tuple[Rule, Severity]]] = {}
        self.running = frozenset(rule.code for rule, _ in active if rule.scope != "Surroundings")
        self.running_around = self.running | {rule.code for rule, _ in self.surroundings}

    def steps_on(self, name: str, in_image: bool) -> list[tuple[Rule, Severity]]:
        """The rules that look at an instruction of this name, in a stage whose layers end up in an image or not."""
        found = self._steps_on.get((name, in_image))
        if found is None:
            asked = ("asked", "by hadolint") if self.config.profile == "hadolint" else ("asked",)
            found = self._steps_on[name, in_image] = [
                (rule, level)
                for rule, level in self.steps
                if (rule.on is None or name in rule.on) and (in_image or rule.elsewhere in asked)
            ]
        return found


def select(config: Config, wanted: Callable[[Rule], bool] = lambda _: True) -> Selection:
    """The rules that `config` switches on, as far as they are wanted."""
    levels = {rule: loudest(rule, config) for rule in all_rules() if wanted(rule)}
    running = {rule.code for rule, level in levels.items() if level is not Severity.OFF}
    # A rule whose group is a rule is a part of that one, and has nothing to add to it.
    return Selection(config, [(rule, level) for rule, level in levels.items() if not running.intersection(rule.groups)])


def only(*rules: Rule, config: Config | None = None) -> Selection:
    """These rules and no others, whatever the profile says of them; off ones as hints."""
    return Selection(config or Config(), [(rule, rule.severity or Severity.HINT) for rule in rules])


def check(
    model: Model, selection: Selection, context: Context | None = None, remarks: Remarks | None = None
) -> list[Group]:
    """All findings of a file, in groups that stay the same object where nothing changed.

    Of the build context nothing is claimed without a `context`; `remarks` are ShellCheck's.
    """
    off = suppressions(model) if selection.config.inline_ignores else None
    groups: list[Group] = []
    apart: list[tuple[int, Hidden]] = []

    def show(memo: dict[Any, Any], findings: tuple[Finding, ...], start: int, stop: int) -> None:
        shown, hidden = _shown(memo, findings, start, stop, off)
        if shown:
            groups.append(Group(shown, start))
        if hidden:
            apart.append((start, hidden))

    if model.globals.units:
        stop = model.stages[0].start if model.stages else len(model.tree.text)
        show(model.globals.memo, staged.of_globals(model.globals, selection), model.globals_start, stop)
    stops = [*(stage.start for stage in model.stages[1:]), len(model.tree.text)]
    for stage, stop in zip(model.stages, stops, strict=False):
        found = staged.of_stage(stage, model, selection)
        if found:
            show(stage.body.memo, found, stage.start, stop)
        if remarks is not None:
            show(stage.body.memo, _remarked(stage, selection, remarks), stage.start, stop)
    for group in steady.of_model(model, selection):
        show(model.skeleton.memo, group.findings, group.start, group.start + group.length)
    around: list[Finding] = []
    if context is not None:
        around += of_rules(selection.surroundings, Surroundings(model, context), selection.config)
    if off is not None:
        around, hidden = _split(around, off, 0)
        if selection.silenced:
            hidden = [(at + start, code) for start, part in apart for at, code in part] + hidden
            running = selection.running if context is None else selection.running_around
            silenced = Silenced(model, running, hidden)
            around += _split(of_rules(selection.silenced, silenced, selection.config), off, 0)[0]
    if around:
        groups.append(Group(tuple(around), 0))
    if context is not None and context.named_contexts:
        from dockwright.rules import named_contexts

        groups = list(named_contexts.without(groups, model, context))
    return groups


def _shown(
    memo: dict[Any, Any], findings: tuple[Finding, ...], start: int, stop: int, off: Suppressions | None
) -> tuple[tuple[Finding, ...], Hidden]:
    """The findings without what comments switch off, and that; the same objects as long as both stay the same."""
    if off is None or not findings or not off.within(start, stop):
        return findings, []
    key, names = ("shown", id(findings)), off.part(start, stop)
    kept = memo.get(key)
    if kept is None or kept[0] is not findings or kept[1] != names:
        shown, hidden = _split(findings, off, start)
        kept = memo[key] = (findings, names, tuple(shown), hidden)
    return kept[2], kept[3]


def _split(findings: Iterable[Finding], off: Suppressions, start: int) -> tuple[list[Finding], Hidden]:
    """Findings whose spans count from `start`: those that are shown, and the places and names of the others."""
    shown, hidden = [], []
    for finding in findings:
        if off.hide(finding, start):
            hidden.append((finding.span.start, finding.name))
        else:
            shown.append(finding)
    return shown, hidden


def _remarked(stage: Stage, selection: Selection, remarks: Remarks) -> tuple[Finding, ...]:
    from dockwright.rules.shell import shellcheck

    kept: Any = stage.body.memo.get("remarked")
    if kept is None or kept[:2] != (selection, remarks):
        found = tuple(shellcheck.findings(stage, remarks, selection.config))
        kept = stage.body.memo["remarked"] = (selection, remarks, found)
    remarked: tuple[Finding, ...] = kept[2]
    return remarked
