"""Whether a stage is for Windows, for the rules on what Windows does not have."""

from __future__ import annotations

import re

from dockwright.semantics.stage import Stage

_IMAGE = (
    r"mcr\.microsoft\.com/(?:windows|dotnet/framework/)|.*(?:nanoserver|windowsservercore)|"
    r"(?:docker\.io/)?microsoft/(?:dotnet-framework|iis|wcf|aspnet:[34]\.)"
)


def is_windows(stage: Stage) -> bool:
    """Whether the stage starts from an image that is for Windows by its name, or asks for that platform."""
    flag = stage.origin.flag("platform")  # that of a base would not throw away what is kept for this stage
    return bool(flag and (flag.value or "").startswith("windows")) or bool(re.match(_IMAGE, stage.root.image or ""))
