"""Replace a secret in an ARG or ENV by a secret mount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import is_windows
from dockwright.refactors.kit.syntax_line import at_least
from dockwright.refactors.names.lines import without_item
from dockwright.refactors.names.symbols import Symbol
from dockwright.refactors.names.variables import variable_symbol
from dockwright.rules.secrets.secrets_used_in_arg_or_env import sounds_secret
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.text import Edit, Span

_AT_RUN_TIME = ("CMD", "ENTRYPOINT", "HEALTHCHECK")
_ENV_OF_MOUNTS = 10
"""The minor version of the syntax that added `env=` to secret mounts."""


@refactor("refactor.rewrite.secret", "Mount a secret instead", fixes=("SecretsUsedInArgOrEnv",))
def secret_mount(model: Model, selection: Span, config: Config) -> Answer:
    """Mount the secret of the ARG or ENV at the cursor in every RUN that uses it."""
    step = model.step_at(selection.start)
    if step is None or step.instruction.name not in ("ARG", "ENV") or step.instruction.problems:
        return None
    symbol = variable_symbol(model, selection.start)
    if symbol is None or not sounds_secret(symbol.name):
        return None
    name = symbol.name
    own = symbol.at(selection.start)
    if own is None or own.role != "write":
        return None
    reason = _obstacle(model, symbol)
    if reason:
        return Refusal(reason)
    edits: list[Edit] = []
    runs = list(_naming(model, symbol))
    if not runs:
        return Refusal(f"No RUN names `{name}`, so which of them needs the secret is unknown")
    for mention in symbol.mentions:
        holder = model.step_at(mention.span.start)
        if mention.role == "write" and holder:
            edits.append(without_item(model, holder, mention.span))
    for run in runs:
        end = run.instruction.keyword.span.end
        if not re.search(rf"type=secret[^\s]*\benv={re.escape(name)}\b", run.instruction.unit.text):
            edits.append(Edit(Span(end, end), f" --mount=type=secret,id={name},env={name}"))
    syntax = at_least(model, _ENV_OF_MOUNTS, config)
    if isinstance(syntax, str):
        return Refusal(syntax)
    cost = f"builds must pass `--secret id={name}`"
    if any(_instruction(model, mention.span) == "ENV" for mention in symbol.mentions if mention.role == "write"):
        cost += f"; containers no longer have `{name}`"
    return Rewrite(
        f"Mount `{name}` as a secret in {len(runs)} RUN{'s' * (len(runs) > 1)}", (*syntax, *sorted(edits)), cost
    )


def _instruction(model: Model, span: Span) -> str:
    step = model.step_at(span.start)
    return step.instruction.name if step else ""


def _obstacle(model: Model, symbol: Symbol) -> str:
    """Why the value cannot come from a mount."""
    name, text = symbol.name, model.tree.text
    written = [mention.span for mention in symbol.mentions if mention.role == "write"]
    for mention in symbol.mentions:
        line = text.line_of(mention.span.start) + 1
        step = model.step_at(mention.span.start)
        if step is None or step.instruction.inner is not None:
            return f"Line {line} keeps `{name}` for builds that start from this image"
        if is_windows(model, model.stage_at(mention.span.start)):
            return "On Windows, a secret cannot be mounted as an environment variable"
        if mention.role == "read" and step.instruction.name in _AT_RUN_TIME:
            return f"Line {line} uses `{name}` in the container, where build secrets are not mounted"
        if mention.role == "read" and step.instruction.name != "RUN":
            return f"Line {line} uses `{name}` in {step.instruction.name}, which cannot mount a secret"
    in_image = any(_instruction(model, span) == "ENV" for span in written)
    for step in model.steps():
        if in_image and step.instruction.name in _AT_RUN_TIME and _names(step, name):
            line = text.line_of(step.instruction.start) + 1
            return f"Line {line} uses `{name}` in the container, where build secrets are not mounted"
    if "the shell sets" in symbol.obstacle:
        return f"A RUN sets `{name}` itself"
    return ""


def _naming(model: Model, symbol: Symbol) -> Iterator[Step]:
    """The RUNs after a definition that use the variable, in stages where it is visible."""
    for stage in model.stages:
        for step in stage.all("RUN"):
            before = step.before
            if (symbol.name in before.variables or symbol.name in before.declared) and _names(step, symbol.name):
                yield step


def _names(step: Step, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", step.instruction.unit.text))
