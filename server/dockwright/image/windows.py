"""Whether a stage is for Windows, for the rules that do not apply there."""

from __future__ import annotations

import re

from dockwright.semantics.stage import Stage

_IMAGE = (
    r"mcr\.microsoft\.com/(?:windows|dotnet/framework/)|.*(?:nanoserver|windowsservercore)|"
    r"(?:docker\.io/)?microsoft/(?:dotnet-framework|iis|wcf|aspnet:[34]\.)"
)


def is_windows(stage: Stage) -> bool:
    """Whether the base image of the stage is for Windows by its name, or the platform says so."""
    flag = stage.origin.flag(
        "platform"
    )  # using the state of the base would not invalidate what is cached for this stage
    return bool(flag and (flag.value or "").startswith("windows")) or bool(re.match(_IMAGE, stage.root.image or ""))
