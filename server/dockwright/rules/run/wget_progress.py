"""`DL3047`: `wget` fills the build log."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Literal

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.programs import chatty_download
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.image.families import family
from dockwright.image.run_body import Body
from dockwright.image.run_text import body_of
from dockwright.semantics import images
from dockwright.semantics.stage import Stage

Wget = Literal["gnu", "busybox", ""]
"""Empty if it is unknown which."""
_BRING_GNU = ("gradle", "redmine")
"""Official images on Alpine that install GNU's, by their Dockerfiles."""


@rule("DL3047", Severity.HINT, aliases=("wget-progress",), on=RUNS)
def wget_progress(stage: Stage, config: Config) -> Iterator[Finding]:
    """The wget of BusyBox has no --progress, but -q."""
    if not any("wget" in stage.body.units[index].text for index in stage.body.places(("RUN", "ONBUILD"))):
        return
    wget = _at_start(stage)
    for step in stage.all("RUN", "ONBUILD"):
        body = body_of(step)
        if body and wget != "gnu":
            wget = _after(body, wget)
        check = partial(chatty_download, wget=wget)
        yield from in_shell(step, check, hadolint=config.profile == "hadolint")


def _at_start(stage: Stage) -> Wget:
    """Which one a stage begins with: that of its image, or the one that the stage below has installed."""
    if stage.base is not None:
        wget = _at_start(stage.base)
        for step in stage.base.all("RUN"):
            body = body_of(step)
            wget = _after(body, wget) if body and wget != "gnu" else wget
        return wget
    image = stage.image or ""
    kind = family(stage)
    if kind in ("debian", "ubuntu", "rhel", "suse"):
        return "gnu"
    if not kind:  # `docker` is on Alpine in every version
        return "busybox" if images.shared(image).get("distro") == "alpine" else ""
    facts = images.lookup(image) or images.relative(image)
    known = facts is not None and facts.name not in _BRING_GNU
    return "busybox" if known and kind in ("alpine", "busybox") else ""


def _after(body: Body, before: Wget) -> Wget:
    """Which one there is after a text has run."""
    for call in body.calls:
        if call.action == "install" and call.manager.family in ("deb", "rpm", "apk"):
            if call.manager.family != "apk" or any(package.name == "wget" for package in call.packages):
                return "gnu"
            if any(package.kind != "package" for package in call.packages):
                before = ""
    return before
