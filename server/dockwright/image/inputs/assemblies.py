"""The names of the programs that the .NET projects of a build context build."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from dockwright.image.inputs.manifest_versions import PROJECTS

_NAMED = re.compile(r"<AssemblyName>\s*([^<]*?)\s*</AssemblyName>")


def assemblies(texts: Mapping[str, str]) -> dict[str, str]:
    """The file of each project by the name of its assembly; empty where one of them is not known."""
    found: dict[str, str] = {}
    for path, text in texts.items():
        name, ending = posixpath.splitext(posixpath.basename(path))
        if ending not in PROJECTS:
            continue
        named = _NAMED.findall(text)
        if len(named) > 1 or any("$" in one for one in named):
            return {}
        found[named[0] if named else name] = path
    return found
