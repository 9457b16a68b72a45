"""`path-replaced`: ENV sets PATH without the folders of the system programs."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuiltStage
from dockwright.text import Edit, Span

_FAMILIES = frozenset({"debian", "ubuntu", "alpine", "rhel", "suse", "busybox"})
_APART = frozenset({"alpine", "busybox"})
"""Distributions with programs such as `ls` in /bin only."""


@rule("path-replaced", Severity.WARNING, on=("ENV", "ARG", "RUN"))
def path_replaced(scene: BuiltStage) -> Iterator[Finding]:
    body = scene.stage.body
    family = scene.image.base.family
    if family not in _FAMILIES:
        return
    for index in body.places(("ENV",)):
        before, path = body.states[index].env.get("PATH", ""), body.states[index + 1].env.get("PATH", "")
        if path is None or path == before or not path or "\\" in path or not _loses(path, family):
            continue
        uses = [one for one in body.places(("RUN",)) if one > index and body.states[one].env.get("PATH") == path]
        found = scene.stage.steps[index].instruction
        for key, value in zip(found.arguments[::2], found.arguments[1::2], strict=False):
            if key.value == "PATH":
                message = "This removes the folders of the system's programs from PATH; append `:$PATH`"
                yield Finding(value.span, message, _fixes(value.value, value.span), doubtful=not uses)


def _loses(path: str, family: str) -> bool:
    folders = [one.rstrip("/") for one in path.split(":")]
    return "/bin" not in folders and (family in _APART or "/usr/bin" not in folders)


def _fixes(text: str, span: Span) -> tuple[Fix, ...]:
    if not text or "'" in text or text[-1] in "\\:$" or " " in text or "$" in text:
        return ()
    at = span.end - 1 if text.endswith('"') else span.end
    return (Fix("Append `:$PATH`", (Edit(Span(at, at), ":$PATH"),), safe=False),)
