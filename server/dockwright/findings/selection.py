"""The rules that a config enables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dockwright.config import Config
from dockwright.findings.finding import Severity
from dockwright.findings.profiles import every_rule, is_shellcheck_code, locks_of, loudest
from dockwright.findings.rule import Rule

_OF_MISTAKES = ("comment-after-instruction", "invalid-flag")
Rules = Sequence[tuple[Rule, Severity]]


class Selection:
    """The enabled rules with their severities; one object per config."""

    def __init__(self, config: Config, levels: Iterable[tuple[Rule, Severity]]) -> None:
        self.config = config
        active = [(rule, level) for rule, level in levels if level is not Severity.OFF]
        self.steps = [(rule, level) for rule, level in active if rule.scope == "Step"]
        self.stages = [(rule, level) for rule, level in active if rule.scope == "Stage"]
        self.models = [(rule, level) for rule, level in active if rule.scope == "Model"]
        self.surroundings = [(rule, level) for rule, level in active if rule.scope == "Surroundings"]
        self.build_steps = [(rule, level) for rule, level in active if rule.scope == "BuildStep"]
        self.built_stages = [(rule, level) for rule, level in active if rule.scope == "BuiltStage"]
        self.foresees = bool(self.build_steps or self.built_stages)
        told = [pair for pair in self.steps if pair[0].code in _OF_MISTAKES]
        self.as_written = told if len(told) == len(_OF_MISTAKES) else []
        """The rules that report mistakes; if all are enabled, the others check the corrected model."""
        self.silenced = [(rule, level) for rule, level in active if rule.scope == "Silenced"]
        self.locked = frozenset(rule.code for rule, _ in active if locks_of(rule, config)) | _locked_remarks(config)
        """The codes that no comment switches off."""
        self.own_rules = {rule.code: rule for rule, _ in active if rule.is_own}
        self._steps_on: dict[tuple[str, bool], list[tuple[Rule, Severity]]] = {}
        self._build_steps_on: dict[str, list[tuple[Rule, Severity]]] = {}
        self.running = frozenset(rule.code for rule, _ in active if rule.scope != "Surroundings")
        self.running_around = self.running | {rule.code for rule, _ in self.surroundings}

    def build_steps_on(self, name: str) -> list[tuple[Rule, Severity]]:
        """The rules that check instructions with this name as they are built."""
        found = self._build_steps_on.get(name)
        if found is None:
            found = self._build_steps_on[name] = [
                (rule, level) for rule, level in self.build_steps if rule.on is None or name in rule.on
            ]
        return found

    def steps_on(self, name: str, in_image: bool) -> list[tuple[Rule, Severity]]:
        """The rules that check instructions with this name, in a stage that is part of an image or not."""
        found = self._steps_on.get((name, in_image))
        if found is None:
            found = self._steps_on[name, in_image] = [
                (rule, level)
                for rule, level in self.steps
                if (rule.on is None or name in rule.on) and (in_image or self._asked_everywhere(rule))
            ]
        return found

    def _asked_everywhere(self, rule: Rule) -> bool:
        if rule.elsewhere != "by hadolint":
            return rule.elsewhere == "asked"
        configs = (self.config, *(lock.config for lock in locks_of(rule, self.config)))
        return any(config.profile == "hadolint" for config in configs)


def _locked_remarks(config: Config) -> frozenset[str]:
    names = (name for lock in config.locks for name in lock.names)
    return frozenset(name.upper() for name in names if is_shellcheck_code(name))


def select(config: Config, wanted: Callable[[Rule], bool] = lambda _: True) -> Selection:
    """The rules that `config` enables and `wanted` accepts."""
    levels = {rule: loudest(rule, config) for rule in every_rule(config) if wanted(rule)}
    running = {rule.code for rule, level in levels.items() if level is not Severity.OFF}
    # A rule whose group is another rule is part of that one, which already reports its findings.
    return Selection(
        config,
        [
            (rule, level)
            for rule, level in levels.items()
            if not running.intersection(rule.groups) or locks_of(rule, config)
        ],
    )


def only(*rules: Rule, config: Config | None = None) -> Selection:
    """Only these rules, whatever the profile says; disabled ones as hints."""
    return Selection(config or Config(), [(rule, rule.severity or Severity.HINT) for rule in rules])
