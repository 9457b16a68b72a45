"""`last-stage-on-build-platform`: the final image is based on an image for the build platform."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Stage
from dockwright.text import Edit, Span

_BUILD = pattern(r"\$(?:BUILDPLATFORM|\{BUILDPLATFORM\})\Z")


@rule("last-stage-on-build-platform", Severity.WARNING, engines=("buildkit", "podman"), on=("FROM",))
def last_stage_on_build_platform(stage: Stage) -> Iterator[Finding]:
    flag = stage.origin.flag("platform")
    if not stage.is_last or stage.is_base or not flag or not _BUILD.match(flag.value or ""):
        return
    if stage.is_scratch or stage.base is not None or _only_files(stage):
        return
    end = stage.origin.arguments[0].span.start if stage.origin.arguments else flag.span.end
    message = "The last stage is for the build machine, not for the target platform; remove `--platform`"
    yield Finding(flag.span, message, (Fix("Remove `--platform`", (Edit(Span(flag.span.start, end), ""),)),))


def _only_files(stage: Stage) -> bool:
    """Whether there is no CMD or ENTRYPOINT: such a stage runs tests or creates files."""
    return not stage.all("CMD", "ENTRYPOINT")
