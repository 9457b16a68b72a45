"""Descriptions of the choices of a setting, for editors' settings pages and the page of all settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dockwright.config.model import Engine, FailLevel, KeywordCase, LabelKind, Level, Profile

_LEVELS = {
    "error": "What stops a build.",
    "warning": "What is likely a mistake.",
    "information": "What could be better.",
    "hint": "What is shown quietly, with dots instead of a wave in most editors.",
}
CHOICES: Mapping[Any, Mapping[str, str]] = {
    Profile: {
        "default": "What stops a build or is likely a mistake is loud; the rest is told quietly, or asked for.",
        "hadolint": "hadolint's rules at its own levels.",
        "buildkit": "What stops a build, and BuildKit's checks.",
        "strict": "The default, with all that it leaves out, but for what a team decides (the group `policy`).",
        "none": "Nothing but what `rules` names.",
    },
    Level: {**_LEVELS, "off": "The rule is not run."},
    FailLevel: {
        "error": "Errors alone.",
        "warning": "Warnings and errors.",
        "information": "All but hints.",
        "hint": "Any finding.",
        "none": "Nothing: the command always succeeds.",
    },
    Engine: {
        "buildkit": "docker build and docker buildx build.",
        "podman": "podman build and buildah.",
        "kaniko": "kaniko's executor.",
        "classic": "docker build with DOCKER_BUILDKIT=0.",
    },
    LabelKind: {
        "text": "Any text.",
        "url": "An address, such as https://example.org.",
        "semver": "A version such as 1.2.3 (Semantic Versioning).",
        "rfc3339": "A time such as 2026-11-24T12:00:00Z (RFC 3339).",
        "hash": "A hash: 7 to 40 hexadecimal digits, or 64.",
        "email": "An e-mail address.",
        "spdx": "A licence of the SPDX list, such as MIT.",
    },
    KeywordCase: {
        "majority": "As most of the file writes them.",
        "upper": "`FROM`.",
        "lower": "`from`.",
        "keep": "As they are.",
    },
}
