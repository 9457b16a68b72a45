"""The kinds of host files."""

from __future__ import annotations

import posixpath

KINDS = ("compose", "bake", "devcontainer", "workflow")


def kind_of(path: str, text: str) -> str:
    """The kind of a host file; empty for other files."""
    name, whole = posixpath.basename(path).lower(), f"/{path.lower()}"
    if name in ("devcontainer.json", ".devcontainer.json"):
        return "devcontainer"
    if name.endswith(".hcl") or (name.endswith(".json") and "bake" in name):
        return "bake"
    if not name.endswith((".yml", ".yaml")):
        return ""
    if "/.github/workflows/" in whole or name in ("action.yml", "action.yaml"):
        return "workflow"
    from dockwright.context.builds.compose import (
        defines_services,
    )  # imported here because the names of most files decide

    named = "compose" in name or defines_services(text)
    return "compose" if named and "/.github/" not in whole else ""
