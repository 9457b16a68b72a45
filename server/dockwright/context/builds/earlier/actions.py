"""Files that actions of GitHub's marketplace create in the workspace."""

from __future__ import annotations

from collections.abc import Mapping

from dockwright.context.builds.earlier import products
from dockwright.context.values import NOTHING, Made
from dockwright.lazy import pattern

_NOTHING = pattern(
    r"docker/(?:login|setup-[\w-]+|metadata|scout)-action|docker/setup-[\w-]+|actions/(?:setup-[\w-]+|upload-artifact|labeler)"
    r"|actions/(?:cache|attest[\w-]*)/save|actions/attest[\w-]*|aws-actions/(?:configure-aws-credentials|amazon-ecr-login)"
    r"|azure/(?:login|docker-login)|sigstore/cosign-installer|hadolint/hadolint-action|step-security/harden-runner"
    r"|crazy-max/ghaction-(?:setup-docker|github-runtime)|jlumbroso/free-disk-space|dorny/paths-filter|redhat-actions/podman-login"
    r"|golangci/golangci-lint-action|docker-practice/actions-setup-docker|codecov/codecov-action|rlespinasse/github-slug-action"
    r"|dtolnay/rust-toolchain|actions-rs/toolchain|pnpm/action-setup|oven-sh/setup-bun|astral-sh/setup-uv|gradle/actions/setup-gradle"
)
"""Actions that install programs outside of the workspace."""
_THIS = pattern(r"\$\{\{\s*(?:github\.repository|github\.event\.pull_request\.head\.repo\.full_name)\s*\}\}")
"""This repository, or a fork of it."""
_NAME = pattern(r"[^@]+")


def made_by_action(used: str, given: Mapping[str, str]) -> Made:
    """The files that an action creates with the given inputs."""
    match = _NAME.match(used.strip())
    name = match[0].lower() if match else ""
    if not name or _NOTHING.fullmatch(name):
        return NOTHING
    if name == "actions/checkout":
        path, other = given.get("path", ""), given.get("repository", "")
        # Without a path, another repository takes the place of this one.
        is_other = bool(other) and not _THIS.fullmatch(other.strip())
        return _folder(path) if path else Made(folders=frozenset({""})) if is_other else NOTHING
    if name == "actions/download-artifact":
        return _folder(given.get("path", ""))
    if name in ("actions/cache", "actions/cache/restore"):
        found = NOTHING
        for line in given.get("path", "").splitlines():
            found |= _folder(line) if line.strip() and not line.startswith("!") else NOTHING
        return found
    if name in ("docker/build-push-action", "docker/bake-action"):
        outputs = given.get("outputs", "")
        written = "type=local" in outputs or "type=tar" in outputs or "dest=" in outputs
        return Made(unknown=used) if written or "--set" in given.get("set", "") else NOTHING
    return Made(unknown=used)


def _folder(path: str) -> Made:
    path = path.strip()
    if products.is_elsewhere(path):
        return NOTHING
    if not path or any(mark in path for mark in "$`"):
        return Made(unknown=f"what comes to `{path or '.'}`")
    found = products.located(path, "")
    return Made(folders=found.files, unknown=found.unknown or ("" if "" not in found.files else "what comes to `.`"))
