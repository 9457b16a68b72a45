"""`invalid-mount`: a mount that BuildKit rejects."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.engine_advice import own_flags
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import meant, problems
from dockwright.lazy import pattern
from dockwright.semantics.mount_values import KEYS, SHARING, TYPES
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span


@rule("invalid-mount", Severity.ERROR, more_may_settle=True, on=("RUN", "ONBUILD"))
def invalid_mount(step: Step, config: Config) -> Iterator[Finding]:
    for instruction, problem in problems(step, "invalid-mount"):
        doubtful = own_flags(config) or _is_open(step, instruction, problem.span)
        yield Finding(problem.span, problem.message, _fixes(instruction, problem.span), doubtful=doubtful)


def _is_open(step: Step, instruction: Instruction, span: Span) -> bool:
    """Whether the mount holds an ARG without default, to which the build may give a value; none counts in `from`."""
    if instruction.unit.text[span.start - instruction.start : span.end - instruction.start].startswith("from="):
        return False
    flag = next((flag for flag in instruction.flags if flag.span.overlaps(span)), None)
    used = pattern(r"\$\{?(\w+)").findall(flag.value or "") if flag else ()
    return any(name in step.before.declared and name not in step.before.variables for name in used)


def _fixes(instruction: Instruction, span: Span) -> tuple[Fix, ...]:
    """The fixes of a misspelled key, type or sharing; the span is that of the field or of its value."""
    start = span.start - instruction.start
    text, before = instruction.unit.text[start : span.end - instruction.start], instruction.unit.text[:start]
    if "," in text:
        return ()
    if before.endswith("type="):
        return meant(instruction, span, TYPES)
    if before.endswith("sharing="):
        return meant(instruction, span, SHARING)
    key = text.partition("=")[0]
    return meant(instruction, Span(span.start, span.start + len(key)), KEYS) if key.lower() not in KEYS else ()
