"""Files that the manifest of a project names, and that a command reads because of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.image.commands import Ran
from dockwright.image.inputs.manifest_versions import Project

NAMING = frozenset({"bundle", "poetry", "pip", "pip3"})
"""Programs that read such files."""
_STRICT = re.compile(r"""build-backend\s*=\s*["'](?:hatchling|poetry\.core|flit_core|pdm\.backend)""")
"""Build backends that stop where the readme is missing; setuptools only warns."""
_README = re.compile(r"""(?m)^readme\s*=\s*(?:["']|\{\s*file\s*=\s*["'])([\w./-]+)["']""")


def named_files(made: Ran, project: Project) -> Iterator[tuple[str, str]]:
    """The name of the manifest, and the path that it names, from the folder where the command runs."""
    operands = [value for value in made.values if not value.startswith("-")]
    if made.name == "bundle" and operands[:1] in ([], ["install"]):
        found = re.search(r"""(?m)^ruby[ (]\s*file:\s*["']([\w./-]+)["']""", project.text("Gemfile"))
        yield from [("Gemfile", found[1])] if found else []
        return
    text = project.text("pyproject.toml")
    readme = _README.search(text)
    if readme is None or operands[:1] != ["install"]:
        return
    if made.name == "poetry":
        if "--no-root" not in made.values and re.search(r"package-mode\s*=\s*false", text) is None:
            yield "pyproject.toml", readme[1]
    elif "." in operands and _STRICT.search(text):
        yield "pyproject.toml", readme[1]
