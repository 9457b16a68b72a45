"""Settings of the Node.js Dockerfile server, accepted under their old names."""

from __future__ import annotations

from collections.abc import Mapping

RULES = {
    "deprecatedMaintainer": "MaintainerDeprecated",
    "directiveCasing": "directive-casing",
    "emptyContinuationLine": "NoEmptyContinuation",
    "instructionCasing": "ConsistentInstructionCasing",
    "instructionCmdMultiple": "MultipleInstructionsDisallowed",
    "instructionEntrypointMultiple": "MultipleInstructionsDisallowed",
    "instructionHealthcheckMultiple": "MultipleInstructionsDisallowed",
    "instructionJSONInSingleQuotes": "single-quoted-json",
    "instructionWorkdirRelative": "WorkdirRelativePath",
}
LEVELS = {"ignore": "off", "warning": "warning", "error": "error"}


def with_known_names(mapping: Mapping[object, object]) -> dict[object, object]:
    """`mapping` with a `docker.languageserver` section converted to our settings."""
    result = dict(mapping)
    section = _reach(result.pop("docker", None), "languageserver")
    if section is None:
        return result
    rules = {
        RULES[name]: LEVELS[level]
        for name, level in (_reach(section, "diagnostics") or {}).items()
        if isinstance(name, str) and name in RULES and isinstance(level, str) and level in LEVELS
    }
    if rules:
        own = result.get("rules")
        result["rules"] = {**rules, **(own if isinstance(own, Mapping) else {})}
    ignore = (_reach(section, "formatter") or {}).get("ignoreMultilineInstructions")
    if isinstance(ignore, bool) and "format" not in result:
        result["format"] = {"ignoreMultilineInstructions": ignore}
    return result


def _reach(mapping: object, name: str) -> Mapping[object, object] | None:
    inner = mapping.get(name) if isinstance(mapping, Mapping) else None
    return inner if isinstance(inner, Mapping) else None
