"""Scripts of package.json that bundle with webpack 4, which needs the OpenSSL of Node.js before 17."""

from __future__ import annotations

import re

from dockwright.image.commands import Ran
from dockwright.image.inputs.json_manifest import manifest
from dockwright.image.inputs.manifest_versions import Project

_BUNDLERS = {"react-scripts": ("react-scripts", 5), "vue-cli-service": ("@vue/cli-service", 5)}
"""By program: its package, and the first version that bundles with webpack 5."""


def old_bundler(made: Ran, project: Project) -> str:
    """The package with version that a script runs: `react-scripts@4.0.3`; empty if none is certain."""
    operands = [value for value in made.values if not value.startswith("-") and value not in ("run", "run-script")]
    if made.name not in ("npm", "yarn", "pnpm") or operands != ["build"]:
        return ""
    package_json = manifest(project.text("package.json"))
    try:
        words = str(package_json.get("scripts", {}).get("build", "")).split()
        needed = {**package_json.get("dependencies", {}), **package_json.get("devDependencies", {})}
    except (AttributeError, TypeError):
        return ""
    package, since = _BUNDLERS.get(words[0] if words else "", ("", 0))
    version = str(needed.get(package, ""))
    match = re.match(r"[\^~]?(\d+)(?:\.[\dx]+)*\Z", version)
    return f"{package}@{version}" if match and int(match[1]) < since else ""
