"""A plan as plain values, described in docs/plan.md; names are only added, never removed or changed."""

from __future__ import annotations

from typing import Any

from dockwright.plan.plan import Plan
from dockwright.plan.steps import Packages, PlannedStep
from dockwright.plan.value import GROUPS, SINGLE, Configuration, Value


def as_json(found: Plan) -> dict[str, Any]:
    """The whole plan."""
    return {
        "target": {"index": found.target.index, "name": found.target.name},
        "base": found.target.root.image,
        "problems": [{"line": line, "message": message} for line, message in found.problems],
        "config": config(found.configuration),
        "image": image(found.configuration),
        "stages": [
            {
                "index": one.stage.index,
                "name": one.stage.name,
                "from": one.stage.base_word,
                "turn": one.turn,
                "needs": list(one.needs),
                "inImage": one.stage.index in found.in_image,
                "steps": [_step(step) for step in found.steps.get(one.stage.index, ())],
            }
            for one in found.stages
        ],
        "run": [
            {
                "command": one.command,
                "starts": list(one.words) if one.words is not None else None,
                "note": one.note or None,
            }
            for one in found.starts
        ],
        "publish": list(found.ports),
    }


def config(found: Configuration) -> dict[str, Any]:
    """Each value with its origin, or what it depends on."""
    shown: dict[str, Any] = {name: value_as_json(found.values[name]) for name in SINGLE}
    for name in GROUPS:
        group = found.groups[name]
        entries = [{"name": key, **value_as_json(value)} for key, value in group.entries.items()]
        shown[name] = {"entries": entries, "more": group.more or None}
    shown["OnBuild"] = {
        "entries": [value_as_json(value) for value in found.triggers],
        "more": found.more_triggers or None,
    }
    return shown


def image(found: Configuration) -> dict[str, Any]:
    """The known values, as OCI writes them; `unknown` lists the others."""
    config: dict[str, Any] = {}
    unknown: list[str] = []
    for name in SINGLE:
        value = found.values[name]
        if not value.is_known:
            unknown.append(name)
        elif value.value not in (None, [], "") and name not in ("Author", "Os", "Architecture"):
            config[name] = value.value
    for name in GROUPS:
        group = found.groups[name]
        known = {key: value.value for key, value in group.entries.items() if value.is_known}
        if known:
            config[name] = [f"{key}={value}" for key, value in known.items()] if name == "Env" else known
        unknown += [f"{name}.{key}" for key, value in group.entries.items() if not value.is_known]
        unknown += [f"{name}.*"] if group.more else []
    if found.triggers:
        config["OnBuild"] = [value.value for value in found.triggers]
    unknown += ["OnBuild.*"] if found.more_triggers else []
    outer = {name.lower(): found.values[name].value for name in ("Author", "Os", "Architecture")}
    return {**{name: value for name, value in outer.items() if value}, "config": config, "unknown": unknown}


def value_as_json(value: Value) -> dict[str, Any]:
    """One value of the configuration with its origin."""
    return {
        "value": value.value,
        "known": value.is_known,
        "from": value.origin,
        "line": value.line,
        "depends": value.depends or None,
        "likely": value.likely,
        "written": value.written or None,
    }


def _step(step: PlannedStep) -> dict[str, Any]:
    return {
        "instruction": step.instruction,
        "line": step.line,
        "text": step.text,
        "layer": step.makes_layer,
        "copies": [
            {"source": one.source, "from": one.origin, "to": one.target, "files": one.files, "bytes": one.bytes}
            for one in step.copies
        ],
        "installs": [_packages(one) for one in step.installs],
        "removes": [_packages(one) for one in step.removes],
        "deletes": [{"path": one.path, "heldByLine": one.line} for one in step.deletes],
    }


def _packages(one: Packages) -> dict[str, Any]:
    return {"manager": one.manager, "packages": list(one.names), "all": one.is_all}
