"""Descriptions of the choices of a setting, for editors' settings pages and the page of all settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dockwright.config.model import Engine, FailLevel, KeywordCase, LabelKind, Level, Profile

_LEVELS = {
    "error": "The build fails.",
    "warning": "Likely a mistake.",
    "information": "Could be better.",
    "hint": "Shown less prominently, as dots instead of a wavy line in most editors.",
}
CHOICES: Mapping[Any, Mapping[str, str]] = {
    Profile: {
        "default": "Build failures and likely mistakes at full level; other rules at low levels, or off.",
        "hadolint": "The rules of hadolint, at the levels of hadolint.",
        "buildkit": "Build failures and the checks of BuildKit.",
        "strict": "The default profile and all rules that it turns off, except team policies (the group `policy`).",
        "none": "Only the rules named in `rules`.",
    },
    Level: {**_LEVELS, "off": "The rule is disabled."},
    FailLevel: {
        "error": "Errors only.",
        "warning": "Warnings and errors.",
        "information": "Everything except hints.",
        "hint": "Any finding.",
        "none": "Never: the command always succeeds.",
    },
    Engine: {
        "buildkit": "docker build and docker buildx build.",
        "podman": "podman build and buildah.",
        "kaniko": "kaniko's executor.",
        "classic": "docker build with DOCKER_BUILDKIT=0.",
    },
    LabelKind: {
        "text": "Any text.",
        "url": "A URL, such as https://example.org.",
        "semver": "A version such as 1.2.3 (Semantic Versioning).",
        "rfc3339": "A time such as 2026-11-24T12:00:00Z (RFC 3339).",
        "hash": "A hash: 7 to 40 hexadecimal digits, or 64.",
        "email": "An e-mail address.",
        "spdx": "A license from the SPDX list, such as MIT.",
    },
    KeywordCase: {
        "majority": "As in most of the file.",
        "upper": "`FROM`.",
        "lower": "`from`.",
        "keep": "Unchanged.",
    },
}
