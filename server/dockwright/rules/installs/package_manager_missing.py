"""`package-manager-missing`: a package manager of another distribution than the one that the image is made of."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.bases.base import Base
from dockwright.image.built import BuildStep
from dockwright.image.run_text import source_span

_OTHERS = {"debian": "apt-get", "ubuntu": "apt-get", "alpine": "apk", "wolfi": "apk", "suse": "zypper"}
_SYSTEM = frozenset({"apt", "apt-get", "aptitude", "apk", "yum", "dnf", "microdnf", "zypper"})


@rule("package-manager-missing", Severity.WARNING, on=("RUN",))
def package_manager_missing(step: BuildStep) -> Iterator[Finding]:
    for ran, image in step.commands:
        name = ran.name
        if name not in _SYSTEM or ran.excused or name in " ".join(ran.conditions).split():
            continue
        if image.program(name) is Answer.NO and (ran.certain or not ran.conditions):
            span = source_span(step.instruction.unit, ran.span)
            yield Finding(span, _message(name, image.base), doubtful=step.is_doubtful or not ran.certain)
            return


def _message(name: str, base: Base) -> str:
    own = _OTHERS.get(base.family)
    told = f"`{base.reference}` has no `{name}`"
    return f"{told}: it is made of {base.family.capitalize()}, whose package manager is `{own}`" if own else told
