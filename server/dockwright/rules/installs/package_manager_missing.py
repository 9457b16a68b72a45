"""`package-manager-missing`: a package manager of another distribution than that of the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.bases.base import Base
from dockwright.image.bases.managers import package_manager
from dockwright.image.bases.tags import settled_family
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.run_text import source_span

_OTHERS = {
    "debian": "apt-get",
    "ubuntu": "apt-get",
    "alpine": "apk",
    "wolfi": "apk",
    "suse": "zypper",
    "arch": "pacman",
}
_SYSTEM = frozenset({"apt", "apt-get", "aptitude", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper"})

_OF_RPM = ("dnf", "yum", "microdnf")


@rule("package-manager-missing", Severity.ERROR, on=("RUN",))
def package_manager_missing(step: BuildStep) -> Iterator[Finding]:
    for ran, image in step.commands:
        name = ran.name
        if name not in _SYSTEM or ran.excused or name in " ".join(ran.conditions).split():
            continue
        if image.program(name) is Answer.NO and (ran.certain or not ran.conditions):
            span = source_span(step.instruction.unit, ran.span)
            varies = "$" in step.base_word and package_manager(name, settled_family(step.base_word)) is not Answer.NO
            doubtful = varies or not image.base.is_family_certain or not ran.certain
            level = Severity.ERROR if _stops(step, ran, image) else Severity.WARNING
            yield Finding(span, _message(name, image.base), doubtful=doubtful, at_most=level)
            return


def _stops(step: BuildStep, ran: Ran, image: Image) -> bool:
    """Whether every build of the stage fails here: the base is the distribution's own image, and the failure counts."""
    certain = ran.certain and ran.fatal and not ran.conditions and ran.outer is None
    return certain and image.base.is_plain and image.base.is_certain


def _message(name: str, base: Base) -> str:
    own = _OTHERS.get(base.family)
    if own:
        return f"`{base.reference}` is based on {base.family.capitalize()} and has no `{name}`; use `{own}`"
    rpm = next((one for one in _OF_RPM if base.program(one) is Answer.YES), None)
    return f"`{base.reference}` has no `{name}`" + (f"; use `{rpm}`" if rpm else "")
