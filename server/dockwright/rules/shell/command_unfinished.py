"""`command-unfinished`: the text of a RUN ends within a command, which is a syntax error in every shell."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.run_text import body_of, deleted_span, source_span
from dockwright.rules.shell._grammar_of_sh import mistake
from dockwright.rules.shell._words_of_sh import Mistake
from dockwright.semantics.commands.exec_form import exec_script
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Unit
from dockwright.syntax.shell import Script, Simple, nested_script, parse_shell
from dockwright.text import Edit, Span


@rule("command-unfinished", Severity.ERROR, on=("RUN",), more_may_settle=True)
def command_unfinished(step: Step) -> Iterator[Finding]:
    if step.instruction.problems:
        return
    unit, body = step.instruction.unit, body_of(step)
    script = exec_script(unit) if unit.is_json else body.script if body is not None else None
    if script is None or (body is not None and body.text.startswith("#!")):
        return
    if not script.has_errors:
        yield from _passed_on(unit, script)
    elif body is not None and (found := mistake(body.text)) is not None:
        fixes = tuple(_fixes(unit, body.text, found))
        yield Finding(source_span(unit, found.span), found.message, fixes)


def _passed_on(unit: Unit, script: Script) -> Iterator[Finding]:
    """The same in a text that the RUN passes to a shell."""
    level = Severity.ERROR if len(script.simple_commands()) == 1 else Severity.WARNING
    for node in script.nodes():
        inner = nested_script(node) if isinstance(node, Simple) else None
        if inner is not None and inner.has_errors and (found := mistake(inner.text)) is not None:
            yield Finding(source_span(unit, found.span), found.message, at_most=level)


def _fixes(unit: Unit, text: str, found: Mistake) -> Iterator[Fix]:
    """Remove an operator that joins nothing, if the text is whole without it."""
    gone = found.superfluous
    if gone is None:
        return
    rest = text[: gone.start] + text[gone.end :]
    if parse_shell(rest).has_errors or mistake(rest) is not None:
        return
    span = deleted_span(unit, gone)
    if not text[gone.end :].strip() and not unit.heredocs:
        end = max(span.end, len(unit.text.rstrip("\r\n")))
        if unit.text[span.end : end].strip(f"{unit.escape} \t\r\n"):
            return  # a comment between the lines
        span = Span(span.start, end)
    yield Fix(f"Remove `{text[found.span.start : found.span.end]}`", (Edit(span, ""),), safe=False)
