"""`.hadolint.yaml`: hadolint's own configuration converted to our settings with the profile `hadolint`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dockwright.config.model import Config
from dockwright.config.reading import Problem, read

_LEVELS = {"error": "error", "warning": "warning", "info": "information", "style": "hint"}
_THRESHOLDS = {**_LEVELS, "ignore": "hint", "none": "none"}
_SILENT = frozenset({"format", "formats", "no-color"})
"""Keys about hadolint's output."""

_LONGEST = 100_000
_REFERENCE = re.compile(r"(?m)(^|[\s\[,{:-])[&*][A-Za-z0-9_]")
"""Anchors and aliases, with which a small file can expand without limit; no configuration needs them."""


def parse(name: str, text: str) -> tuple[Config, tuple[Problem, ...]]:
    """The settings in the text of such a file."""
    import yaml

    if len(text) > _LONGEST or _REFERENCE.search(text):
        return _refused(name, "too long, or uses anchors and aliases, which are not supported")
    try:
        table = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return _refused(name, "invalid YAML")
    if table is None:
        table = {}
    if not isinstance(table, Mapping):
        return _refused(name, "expected a table of settings")
    config, problems = read(_settings(table))
    unknown = [key for key in table if key not in _KNOWN and key not in _SILENT]
    named = [Problem(str(key), "unknown hadolint setting") for key in unknown]
    return config, (*problems, *named)


def _refused(name: str, why: str) -> tuple[Config, tuple[Problem, ...]]:
    return Config(profile="hadolint"), (Problem(name, f"{why}; its settings are ignored"),)


_KNOWN = frozenset(
    {
        "ignored",
        "override",
        "trustedRegistries",
        "label-schema",
        "strict-labels",
        "disable-ignore-pragma",
        "failure-threshold",
        "no-fail",
    }
)


def _settings(table: Mapping[str, Any]) -> dict[str, Any]:
    rules: dict[str, str] = {}
    override = table.get("override")
    for level, codes in override.items() if isinstance(override, Mapping) else ():
        if level in _LEVELS:
            rules.update(dict.fromkeys(_strings(codes), _LEVELS[level]))
    rules.update(dict.fromkeys(_strings(table.get("ignored")), "off"))
    return {
        "profile": "hadolint",
        "rules": rules,
        "trusted_registries": _strings(table.get("trustedRegistries")),
        "label_schema": table.get("label-schema") or None,
        "strict_labels": table.get("strict-labels"),
        "fail_level": "none" if table.get("no-fail") is True else _threshold(table.get("failure-threshold")),
        "inline_ignores": not table["disable-ignore-pragma"] if "disable-ignore-pragma" in table else None,
    }


def _threshold(value: object) -> str:
    return _THRESHOLDS.get(value, "information") if isinstance(value, str) else "information"


def _strings(value: object) -> list[str]:
    """A list of strings, or one string."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
