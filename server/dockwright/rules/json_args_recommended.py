"""`JSONArgsRecommended`: CMD and ENTRYPOINT in shell form keep signals from the program."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from dockwright.rules.finding import Finding, Fix, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit

_PLAIN = re.compile(r"[A-Za-z0-9_@%+:,./=-]+(?: +[A-Za-z0-9_@%+:,./=-]+)*\Z")


@rule("JSONArgsRecommended", Severity.WARNING, aliases=("DL3025", "json-args"))
def json_args_recommended(step: Step) -> Iterator[Finding]:
    instruction = step.instruction
    if instruction.name not in ("CMD", "ENTRYPOINT") or instruction.is_json or not instruction.arguments:
        return
    if step.before.shell_set or instruction.problems:
        return
    command = instruction.arguments[0]
    fixes: tuple[Fix, ...] = ()
    words = command.value.split()
    if _PLAIN.match(command.value) and "=" not in words[0]:
        fixes = (Fix("Write it as a JSON array", (Edit(command.span, json.dumps(words)),), safe=False),)
    message = (
        f"A shell runs this {instruction.name} and keeps signals such as docker stop's from the program: "
        "write the command as a JSON array."
    )
    yield Finding(instruction.keyword.span, message, fixes)
