"""Running the rules over a model, each only over what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dockwright.config import Config
from dockwright.context.known import Context, Surroundings
from dockwright.frozen import replace
from dockwright.rules import steady
from dockwright.rules.finding import Finding, Group, Severity
from dockwright.rules.profiles import severity
from dockwright.rules.rule import Rule, all_rules
from dockwright.rules.suppress import Silenced, Suppressions, suppressions
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body, Stage, Step
from dockwright.syntax.instruction import Instruction

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
        self.skeletons = [(rule, level) for rule, level in active if rule.scope == "Skeleton"]
        self.models = [(rule, level) for rule, level in active if rule.scope == "Model"]
        self.surroundings = [(rule, level) for rule, level in active if rule.scope == "Surroundings"]
        self.silenced = [(rule, level) for rule, level in active if rule.scope == "Silenced"]
        self._steps_on: dict[str, list[tuple[Rule, Severity]]] = {}
        self.running = frozenset(rule.code for rule, _ in active if rule.scope != "Surroundings")
        self.running_around = self.running | {rule.code for rule, _ in self.surroundings}

    def steps_on(self, name: str) -> list[tuple[Rule, Severity]]:
        """The rules that look at an instruction of this name."""
        found = self._steps_on.get(name)
        if found is None:
            found = self._steps_on[name] = [pair for pair in self.steps if not pair[0].on or name in pair[0].on]
        return found


def select(config: Config, wanted: Callable[[Rule], bool] = lambda _: True) -> Selection:
    """The rules that `config` switches on, as far as they are wanted."""
    levels = {rule: severity(rule, config) for rule in all_rules() if wanted(rule)}
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
        groups.append(Group(shown, start))
        if hidden:
            apart.append((start, hidden))

    if model.globals.units:
        start = model.global_steps[0].instruction.start
        stop = model.stages[0].start if model.stages else len(model.tree.text)
        show(model.globals.memo, _of_body(model.globals, selection, None), start, stop)
    stops = [*(stage.start for stage in model.stages[1:]), len(model.tree.text)]
    for stage, stop in zip(model.stages, stops, strict=False):
        show(stage.body.memo, _of_body(stage.body, selection, stage), stage.start, stop)
        if remarks is not None:
            show(stage.body.memo, _remarked(stage, selection, remarks), stage.start, stop)
    for group in steady.kept(model, selection, lambda: _of_rules(selection.skeletons, model, selection.config)):
        show(model.skeleton.memo, group.findings, group.start, group.start + group.length)
    found: list[Finding] = []
    for part in _of_model(model, selection):
        if isinstance(part, Group):
            show(model.skeleton.memo, part.findings, part.start, part.start + part.findings[-1].span.end + 1)
        else:
            found.append(part)
    if context is not None:
        found += _of_rules(selection.surroundings, Surroundings(model, context), selection.config)
    if off is not None:
        found, hidden = _split(found, off, 0)
        if selection.silenced:
            hidden = [(at + start, code) for start, part in apart for at, code in part] + hidden
            running = selection.running if context is None else selection.running_around
            silenced = Silenced(model, running, hidden)
            found += _split(_of_rules(selection.silenced, silenced, selection.config), off, 0)[0]
    groups.append(Group(tuple(found), 0))
    if context is not None and context.named_contexts:
        from dockwright.rules import named_contexts

        groups = list(named_contexts.without(groups, model, context))
    return [group for group in groups if group.findings]


def _of_rules(
    rules: Sequence[tuple[Rule, Severity]], subject: Step | Stage | Model | Surroundings | Silenced, config: Config
) -> list[Finding]:
    found: list[Finding] = []
    for rule, level in rules:
        for part in _run(rule, subject, config):
            assert isinstance(part, Finding), "only rules over a model give groups"
            found.append(_levelled(part, rule, level))
    return found


def _of_model(model: Model, selection: Selection) -> Iterator[Finding | Group]:
    """What the rules over a model find; groups are the same objects as before where the rule gave the same one."""
    memo = model.skeleton.memo
    if len(memo) > 10_000:
        memo.clear()
    for rule, level in selection.models:
        for part in _run(rule, model, selection.config):
            if isinstance(part, Finding):
                yield _levelled(part, rule, level)
                continue
            key = ("levelled", rule.code, level, id(part.findings))
            kept = memo.get(key)
            if kept is None or kept[0] is not part.findings:
                kept = memo[key] = part.findings, tuple(_levelled(one, rule, level) for one in part.findings)
            yield Group(kept[1], part.start)


def _levelled(finding: Finding, rule: Rule, level: Severity) -> Finding:
    return replace(finding, code=rule.code, severity=Severity.HINT if finding.doubtful else level)


def _run(rule: Rule, subject: object, config: Config) -> Sequence[Finding | Group]:
    try:
        return list(rule.check(subject, config) if rule.configured else rule.check(subject))
    except Exception:  # a rule that crashes costs itself only; tests watch the log
        import logging

        logging.getLogger("dockwright").exception("rule %s failed", rule.code)
        return ()


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
    """Findings whose spans count from `start`: those that are shown, and the places and codes of the others."""
    shown, hidden = [], []
    for finding in findings:
        if off.hide(finding, start):
            hidden.append((finding.span.start, finding.code))
        else:
            shown.append(finding)
    return shown, hidden


def _of_body(body: Body, selection: Selection, stage: Stage | None) -> tuple[Finding, ...]:
    found: tuple[Finding, ...] | None = body.memo.get(selection)
    if found is None:
        if len(body.memo) > 1_000:
            body.memo.clear()
        found = body.memo[selection] = tuple(_in_body(body, selection, stage))
    return found


def _in_body(body: Body, selection: Selection, stage: Stage | None) -> Iterator[Finding]:
    for index, (unit, offset) in enumerate(zip(body.units, body.offsets, strict=True)):
        before, after = body.states[index], body.states[index + 1]
        key = (selection, before)
        found = unit.memo.get(key)
        if found is None:
            if len(unit.memo) > 256:
                unit.memo.clear()
            step = Step(Instruction(unit, 0), before, after)
            found = unit.memo[key] = tuple(_of_rules(selection.steps_on(unit.name), step, selection.config))
        for finding in found:
            yield finding.shifted(offset)
    if stage is not None:
        relative = stage.alone
        yield from _of_rules(selection.stages, relative, selection.config)


def _remarked(stage: Stage, selection: Selection, remarks: Remarks) -> tuple[Finding, ...]:
    from dockwright.rules.shell import shellcheck

    kept: Any = stage.body.memo.get("remarked")
    if kept is None or kept[:2] != (selection, remarks):
        found = tuple(shellcheck.findings(stage, remarks, selection.config))
        kept = stage.body.memo["remarked"] = (selection, remarks, found)
    remarked: tuple[Finding, ...] = kept[2]
    return remarked
