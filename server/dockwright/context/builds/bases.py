"""The base images in the Dockerfiles of a workspace, for completion: a quick scan, because no finding depends on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from dockwright.context.values import Workspace
from dockwright.lazy import pattern

MOST_FILES = 500
LARGEST = 100_000
MOST_IMAGES = 100

_FROM = pattern(r"^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*([^\s$\"'`\\]+)(?:[ \t]+AS[ \t]+(\S+))?[ \t]*$", re.I | re.M)


def bases(workspace: Workspace, dockerfiles: Iterable[str]) -> dict[str, int]:
    """The images after FROM, without stages and names with variables, with the number of files; the most used first."""
    found: Counter[str] = Counter()
    for path in sorted(dockerfiles, key=lambda path: path.count("/"))[:MOST_FILES]:
        if workspace.files.get(path, 0) <= LARGEST and (text := workspace.read(path)) is not None:
            named = _FROM.findall(text)
            stages = {stage.lower() for _, stage in named}
            found.update({image for image, _ in named if image != "scratch" and image.lower() not in stages})
    return dict(found.most_common(MOST_IMAGES))
