"""Variables of a script in a heredoc of COPY or ADD, which BuildKit replaces with an empty string."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix
from dockwright.rules.variables._undefined import Use
from dockwright.semantics.expanded import expanded
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Heredoc
from dockwright.text import Edit, Span

_SET = r"(?:^|[\s;&|(])(?:{0}(?:\[[^\]]*\])?\+?=|(?:for|read|local|export|declare|getopts\s+\S+)\s(?:[^\n;]*\s)?{0}\b)"
"""Matches an assignment of a variable in a shell script."""
_LONGEST = 100_000
_SAYS = {
    (True, True): "BuildKit replaces `{0}` in this text, but nothing sets it; write `<<'{1}'` to keep it",
    (True, False): "BuildKit replaces `{0}` in this text, but nothing sets it; put `\\` before it to keep it",
    (False, True): "BuildKit replaces `{0}` in this text; only the base image may set it; write `<<'{1}'` to keep it",
    (False, False): "BuildKit replaces `{0}` in this text; only the base image may set it; put `\\` before it",
}
"""Messages by whether the base image may set the variable, and whether the delimiter can be quoted."""


def of_text(step: Step, uses: tuple[Use, ...], is_known: bool) -> Iterator[Finding]:
    """At most one finding per heredoc."""
    instruction = step.instruction
    for heredoc in instruction.unit.heredocs if instruction.name in ("COPY", "ADD") else ():
        own = [use for use in uses if use.word.kind == "heredoc" and use.word.span == heredoc.body]
        certain = [use for use in own if is_known or _is_of_script(heredoc, use.variable.name)]
        for use in certain[:1] or own[:1]:
            span = use.word.source(instruction.unit, use.variable.span).shifted(instruction.start)
            fixes = _quoted(step, heredoc, len(own)) or _escaped(step, certain or own)
            shown = heredoc.content[use.variable.span.start : use.variable.span.end]
            form = _SAYS[bool(certain), "Quote" in fixes[0].title]
            yield Finding(span, form.format(shown, heredoc.name), fixes, doubtful=not certain)


def _is_of_script(heredoc: Heredoc, name: str) -> bool:
    """Whether a name is a shell parameter, in lower case, or assigned in the text itself."""
    if not re.fullmatch(r"[A-Za-z_]\w*", name) or (name.islower() and not name.endswith("_proxy")):
        return True
    text = heredoc.content
    return len(text) < _LONGEST and re.search(_SET.format(re.escape(name)), text, re.MULTILINE) is not None


def _quoted(step: Step, heredoc: Heredoc, undefined: int) -> tuple[Fix, ...]:
    """The fix that turns expansion off; None if the text also uses variables of the build."""
    unit, start = step.instruction.unit, step.instruction.start
    used = sum(len(word.variables) for word in expanded(unit) if word.span == heredoc.body)
    marker = unit.text[heredoc.marker.start : heredoc.marker.end]
    at = marker.find(heredoc.name)
    if used != undefined or re.search(r"\\[\\$]", heredoc.content) or at < 0:
        return ()
    name = Span(heredoc.marker.start + at, heredoc.marker.start + at + len(heredoc.name)).shifted(start)
    return (Fix(f"Quote the marker `{heredoc.name}`", (Edit(name, f"'{heredoc.name}'"),), False),)


def _escaped(step: Step, uses: list[Use]) -> tuple[Fix, ...]:
    unit, start = step.instruction.unit, step.instruction.start
    places = [use.word.source(unit, use.variable.span).shifted(start).start for use in uses]
    return (Fix("Put `\\` before each `$` of the script", tuple(Edit(Span(at, at), "\\") for at in places), False),)
