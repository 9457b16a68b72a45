"""`yarn-is-there`: npm installs yarn although the image has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.built_stage import BuiltStage
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.packages import invocation

_NEWEST_WITH_YARN = 24
_REMOVED = re.compile(
    r"(?:\brm|\bunlink|uninstall|\bmv)\b[^\n]*(?:yarn|/opt|/usr/local)|prefix|NPM_CONFIG|\.npmrc|\bn \d|nvm"
)


@rule("yarn-is-there", Severity.WARNING, on=("RUN", "COPY", "ENV"))
def yarn_is_there(scene: BuiltStage) -> Iterator[Finding]:
    where = scene.image.base.distribution
    if where is None or where.name != "node" or not where.official:
        return
    version = re.match(r"\d+", where.tag)
    if version is None or not 8 <= int(version[0]) <= _NEWEST_WITH_YARN:
        return
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for ran, _ in step.commands:
            call = invocation(ran.command)
            if call is None or call.manager.name != "npm" or call.action != "install" or not ran.certain:
                continue
            words = {word.literal for word in ran.command.arguments}
            if not words & {"-g", "--global"} or words & {"-f", "--force"} or "prefix" in ran.command.words[0].text:
                continue
            for package in call.packages:
                if package.name == "yarn" and not says(scene, _REMOVED, index + 1):
                    span = source_span(step.instruction.unit, package.span).shifted(scene.stage.body.offsets[index])
                    base = scene.image.base.reference
                    message = (
                        f"`{base}` already has `yarn`, which `npm` does not overwrite; remove it from this install"
                    )
                    yield Finding(span, message, doubtful="$" in step.base_word or not ran.fatal)
                    return
