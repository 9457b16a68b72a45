"""`package-not-in-release`: a package that this release of the distribution does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.bases.absent_packages import absent
from dockwright.image.bases.tags import Distribution
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.packages import Package, invocation
from dockwright.text import Edit, Span

_OTHER_SOURCES = re.compile(
    r"/etc/apt|add-apt-repository|apt-key|keyring|nodesource|setup_\d|\.deb\b|\bsury\b|pgdg|backports|\bsid\b|unstable"
    r"|dpkg -i|/etc/apk|--repository|-X http|edge/|testing|https?://\S+\s*\|\s*(?:sudo\s+)?(?:ba)?sh"
)
"""Text that may add packages of other sources."""
_FAMILIES = {"deb": ("debian", "ubuntu"), "apk": ("alpine",)}


@rule("package-not-in-release", Severity.WARNING, on=("RUN", "COPY", "ADD", "ENV", "ARG"))
def package_not_in_release(scene: BuiltStage) -> Iterator[Finding]:
    where = scene.image.base.distribution
    if where is None or not where.official or where.family not in ("debian", "ubuntu", "alpine"):
        return
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for ran, package, instead in step.commands.kept("package-not-in-release", partial(_absent, step, where)):
            if says(scene, _OTHER_SOURCES, index + 1):
                continue
            start = scene.stage.body.offsets[index]
            span = source_span(step.instruction.unit, package.span).shifted(start)
            release = f"{where.family.capitalize()} {where.release}".strip()
            message = f"`{release}` has no package `{package.name}`; " + (
                f"install `{instead}`" if instead else "remove it or use another base"
            )
            doubtful = "$" in step.base_word or not where.certain or not ran.certain or not ran.fatal
            fixes = (_fix(package, instead, span),) if instead and package.version is None else ()
            yield Finding(span, message, fixes, doubtful=doubtful)


def _absent(step: BuildStep, where: Distribution) -> list[tuple[Ran, Package, str]]:
    """The packages that a RUN asks for in vain, and what to install instead; kept with its commands."""
    found = []
    for ran, _ in step.commands:
        call = None if ran.excused or ran.conditions else invocation(ran.command)
        if call is None or call.action != "install" or where.family not in _FAMILIES.get(call.manager.family, ()):
            continue
        for package in call.packages:
            instead = absent(where, package.name) if package.kind == "package" else None
            if instead is not None:
                found.append((ran, package, instead))
    return found


def _fix(package: Package, instead: str, span: Span) -> Fix:
    return Fix(f"Install `{instead}`", (Edit(Span(span.start, span.start + len(package.name)), instead),), safe=False)
