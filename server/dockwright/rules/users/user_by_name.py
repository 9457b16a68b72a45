"""A user is given by name."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("DL3066", Severity.OFF, aliases=("user-by-name",))
def user_by_name(step: Step, config: Config) -> Iterator[Finding]:
    """A user is given by name."""
    user = step.instruction.arguments[0] if step.instruction.arguments else None
    if step.instruction.name != "USER" or user is None:
        return
    name = user.value.partition(":")[0]
    if name and not name.isdigit() and ("$" not in name or (config.profile == "hadolint" and not _given(step, name))):
        message = f"Kubernetes cannot check `runAsNonRoot` for the user name `{name}`; use a numeric UID"
        yield Finding(user.span, message)


def _given(step: Step, word: str) -> bool:
    """Whether a word is an ARG, which a build may give a number."""
    state = step.before
    variable = word.strip('${}"')
    is_set = variable in state.variables and variable not in state.env
    return is_set or variable in state.declared or variable in (state.globals or ())
