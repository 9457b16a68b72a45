"""`package-not-in-release`: a package that this release of the distribution does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.bases.absent_packages import absent
from dockwright.image.built_stage import BuiltStage
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
        for ran, _ in step.commands:
            call = invocation(ran.command)
            if call is None or call.action != "install" or where.family not in _FAMILIES.get(call.manager.family, ()):
                continue
            for package in call.packages if not ran.excused and not ran.conditions else ():
                instead = absent(where, package.name) if package.kind == "package" else None
                if instead is None or says(scene, _OTHER_SOURCES, index + 1):
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


def _fix(package: Package, instead: str, span: Span) -> Fix:
    return Fix(f"Install `{instead}`", (Edit(Span(span.start, span.start + len(package.name)), instead),), safe=False)
