"""`unknown-to-sh`: words of bash in text that dash or ash runs."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.image.on_path import may_be
from dockwright.image.run_body import Body
from dockwright.image.run_text import body_of, source_span
from dockwright.rules.shell._bash_grammar import foreign, unexpanded
from dockwright.semantics.commands.shell_words import BASH_ONLY
from dockwright.syntax.shell import Compound, Simple
from dockwright.text import Edit, Span

_WITHOUT_PIPEFAIL = frozenset(
    {
        "debian 9", "debian 10", "debian 11", "debian 12",
        "ubuntu 18.04", "ubuntu 20.04", "ubuntu 22.04", "ubuntu 24.04",
    }
)  # fmt: skip
"""Releases whose dash does not know `set -o pipefail`."""


_SHELLS = {"debian": "dash", "ubuntu": "dash", "alpine": "BusyBox's ash", "busybox": "BusyBox's ash"}


@rule("unknown-to-sh", Severity.WARNING, on=("RUN",))
def unknown_to_sh(step: BuildStep) -> Iterator[Finding]:
    base = step.image.base
    if base.family not in _SHELLS or step.step.before.shell[:1] not in (("/bin/sh",), ("sh",)):
        return
    body = body_of(step.step)
    if body is None or body.script.has_errors or body.text.startswith("#!"):
        return
    if may_be(step.image, "/bin/sh") or may_be(step.image, "/usr/bin/sh"):
        return
    yield from _grammar(step, body, _SHELLS[base.family])
    if base.family not in ("debian", "ubuntu"):
        return
    unit = step.instruction.unit
    own = body.script.functions()
    asked = [ran.command.span.start for ran, _ in step.commands if ran.conditions]
    apart = [node.span for node in body.script.nodes() if isinstance(node, Compound) and node.kind == "subshell"]
    tried = any("pipefail" in body.text[span.start : span.end] for span in apart)
    for node in body.script.nodes():
        if node.span.start in asked:
            continue
        if isinstance(node, Compound) and node.kind == "test" and body.text.startswith("[[", node.span.start):
            span = Span(node.span.start, node.span.start + 2)
            message = "`/bin/sh` is dash here and has no `[[`, so this is always false; use `[` or set SHELL to bash"
            yield Finding(source_span(unit, span), message, doubtful=step.varies_in_family)
        elif isinstance(node, Simple) and node.name in BASH_ONLY - own and node.name != "[[":
            span = source_span(unit, node.words[0].span)
            instead = "use `.`" if node.name == "source" else "avoid it"
            message = f"`/bin/sh` is dash here and has no `{node.name}`; {instead} or set SHELL to bash"
            yield Finding(span, message, _fixes(node, span), doubtful=step.varies_in_family)
        elif isinstance(node, Simple) and node.name == "set" and not tried and _release(step) in _WITHOUT_PIPEFAIL:
            for word in node.arguments:
                if word.literal == "pipefail":
                    message = "`/bin/sh` is dash here and has no `pipefail`; set SHELL to bash"
                    yield Finding(source_span(unit, word.span), message, doubtful=step.is_doubtful)


def _grammar(step: BuildStep, body: Body, shell: str) -> Iterator[Finding]:
    unit, doubtful = step.instruction.unit, step.varies_in_family
    asked = [ran.command.span for ran, _ in step.commands if ran.conditions]
    for span, what in foreign(body, shell != "dash"):
        if not any(one.covers(span) for one in asked):
            message = f"`/bin/sh` is {shell} here and cannot read {what}; set SHELL to bash or avoid it"
            yield Finding(source_span(unit, span), message, doubtful=doubtful)
            return  # the shell runs nothing of the text
    for span, word in unexpanded(body):
        message = f"`/bin/sh` is {shell} here and takes `{word}` as one name; write each name or set SHELL to bash"
        yield Finding(source_span(unit, span), message, doubtful=doubtful)


def _fixes(node: Simple, span: Span) -> tuple[Fix, ...]:
    file = node.arguments[0].text if len(node.arguments) == 1 else ""
    return (Fix("Use `.` instead of `source`", (Edit(span, "."),)),) if node.name == "source" and "/" in file else ()


def _release(step: BuildStep) -> str:
    where = step.image.base.distribution
    return f"{where.family} {where.release}" if where is not None else ""
