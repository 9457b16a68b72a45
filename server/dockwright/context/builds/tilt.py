"""Builds that a Tiltfile defines with literal arguments."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.context.values import NOTHING, Build, Made, Workspace, join
from dockwright.lazy import pattern

LARGEST = 500_000
_STRING = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_CALL = pattern(rf"^[^\n#]*\bdocker_build(?:_with_restart)?\(\s*{_STRING}\s*,\s*(?:context\s*=\s*)?({_STRING})", re.M)
_RUNS = pattern(r"^[^\n#]*?\b(local(?:_resource)?|load|include|custom_build)[ \t]*\(", re.M)
_NAMED = pattern(rf"\b(dockerfile|target|platform)\s*=\s*({_STRING})|[()]")


def tilt(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The `docker_build` calls of a Tiltfile; `context` and `dockerfile` are both relative to its folder."""
    text = text[:LARGEST]
    base = posixpath.dirname(path)
    runs = _RUNS.search(text)
    before = Made(unknown=f"`{runs[1]}` of the Tiltfile") if runs else NOTHING
    for call in _CALL.finditer(text):
        context = join(base, call[1][1:-1])
        if context is None:
            continue
        named = _arguments(text, call.end())
        file = join(base, named["dockerfile"]) if "dockerfile" in named else posixpath.join(context, "Dockerfile")
        if file is not None and workspace.exists(file):
            line = text.count("\n", 0, text.index("docker_build", call.start()))
            platforms = (named["platform"],) if "platform" in named else ()
            yield Build(
                file, context, "tilt", path, line, "", named.get("target", ""), platforms, folder=base, made=before
            )


def _arguments(text: str, start: int) -> dict[str, str]:
    """The named string arguments up to the end of the call."""
    found: dict[str, str] = {}
    depth = 1
    for match in _NAMED.finditer(text, start, start + 5_000):
        depth += (match[0] == "(") - (match[0] == ")")
        if depth == 0:
            break
        if match[1] and depth == 1:
            found[match[1]] = match[2][1:-1]
    return found
