"""A context as a tree for display: folders with the files they send, and files that look like secrets."""

from __future__ import annotations

import fnmatch
import re
from typing import Any

from dockwright.context.contents import Contents
from dockwright.lazy import pattern

MOST_NODES = 20_000

_SECRETS = (
    ((".env", ".env.*"), "often holds passwords and tokens"),
    (("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "*.pem", "*.key", "*.p12", "*.pfx", "*.jks"), "looks like a key"),
    ((".npmrc", ".pypirc", ".netrc", ".git-credentials", ".dockercfg"), "may hold a registry token"),
    (("credentials.json", "service-account*.json", "*.kubeconfig", "*.tfstate"), "may hold cloud credentials"),
)
_HARMLESS = pattern(r"\.env\.(?:.*\.)?(?:example|sample|template|tmpl|dist|defaults?|schema)(?:\..*)?\Z")
"""Samples for users to copy: `.env.example`, `.env.dev.example`, `.env.example.local`."""
_TELLS = (
    (pattern(r"\.npmrc\Z"), pattern(r"_auth(?:token)?[ \t]*=|_password[ \t]*=|^[ \t]*(?:key|certfile)[ \t]*=", 2 | 8)),
    (pattern(r"\.pypirc\Z|\.netrc\Z"), pattern(r"\bpassword\b", 2)),
    (
        pattern(r"\.env(?:\.|\Z)"),
        pattern(
            r"^[^#\n=]*(?:pass|pwd|token|secret|key|cred|auth|private|dsn)[^=\n]*=[ \t]*[^\s#]|://[^\s/@:]*:[^\s/@]+@",
            2 | 8,
        ),
    ),
)
"""By file name, text that shows that a file contains a secret."""


_ANY_SECRET = pattern("|".join(fnmatch.translate(one) for names, _ in _SECRETS for one in names))


def why_secret(path: str) -> str:
    """Why a file looks like a secret, from its name alone; empty if it does not."""
    name = path.rpartition("/")[2].lower()
    if (".aws/" in path or ".ssh/" in path) and ("/.aws/" in f"/{path}" or "/.ssh/" in f"/{path}"):
        return "is in a folder for credentials"
    if _ANY_SECRET.match(name) is None or _HARMLESS.match(name):
        return ""
    return next((why for names, why in _SECRETS if any(fnmatch.fnmatchcase(name, one) for one in names)), "")


def is_telling(path: str) -> bool:
    """Whether reading a file shows if it contains a secret."""
    name = path.rpartition("/")[2].lower()
    return any(named.match(name) for named, _ in _TELLS)


def holds_none(path: str, text: str) -> bool:
    """Whether a file that may contain a secret by its name was read and contains none."""
    name = path.rpartition("/")[2].lower()
    return not any(held.search(text) for named, held in _TELLS if named.match(name))


def holds_secret(path: str, text: str) -> bool:
    """Whether a file was read and contains a secret itself, not the name of a variable that has it."""
    return is_telling(path) and not holds_none(path, re.sub(r"[ \t]*=[ \t]*[\"']?\$.*|://[^\s@]*\$.*", "", text))


def outline(held: Contents) -> tuple[list[dict[str, Any]], bool]:
    """The child nodes of the root folder, largest first; and whether some were left out because of their number."""
    root: dict[str, Any] = {"children": {}}
    for entry in held.entries[:MOST_NODES]:
        node = root
        parts = entry.path.split("/")
        for depth, part in enumerate(parts, 1):
            path, is_file = "/".join(parts[:depth]), depth == len(parts)
            child = node["children"].setdefault(part, _node(part, path, not is_file))
            if entry.rule is None:
                child["size"] += entry.size
                child["files"] += 1
            child["ignored"] = child["ignored"] and entry.rule is not None
            node = child
        if entry.rule is not None and held.ignore is not None:
            node["size"] = entry.size
            node["ignoredBy"] = f"{held.ignore.path}:{entry.rule.line + 1} {entry.rule.text.strip()}"
        elif why := why_secret(entry.path):
            node["secret"] = why
    return _listed(root), len(held.entries) > MOST_NODES


def _node(name: str, path: str, folder: bool) -> dict[str, Any]:
    return {"name": name, "path": path, "folder": folder, "size": 0, "files": 0, "ignored": True, "children": {}}


def _listed(node: dict[str, Any]) -> list[dict[str, Any]]:
    children = sorted(node["children"].values(), key=lambda child: (-child["size"], child["name"]))
    for child in children:
        below = _listed(child)
        if child["folder"]:
            child["children"] = below
        else:
            del child["children"], child["files"]
    return children
