"""The JSON schema of the settings, generated from the classes in `model`."""

from __future__ import annotations

import re
from typing import Any, Literal, get_args, get_origin, get_type_hints

from dockwright.config.choices import CHOICES
from dockwright.config.model import Config, Table
from dockwright.config.reading import FILE_ONLY, camel
from dockwright.frozen import MISSING, fields, is_frozen


def schema() -> dict[str, Any]:
    """The schema of `dockwright.toml` and `[tool.dockwright]`; names in other styles are valid, too."""
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Dockwright", **_object(Config)}


def settings(prefix: str = "dockwright") -> dict[str, dict[str, Any]]:
    """Each setting under its full dotted name, as editors' settings pages list them."""
    names = {f"{prefix}.{camel(name)}" for name in FILE_ONLY}
    return {name: shape for name, shape in _flat(Config, prefix) if name not in names}


def file_settings() -> dict[str, dict[str, Any]]:
    """Each setting that only files may hold."""
    found = _properties(Config)
    return {name: found[name][1] for name in map(camel, FILE_ONLY)}


def _flat(kind: type[Any], prefix: str) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for name, (hint, described) in _properties(kind).items():
        if isinstance(hint, type) and is_frozen(hint):
            found += _flat(hint, f"{prefix}.{name}")
        else:
            found.append((f"{prefix}.{name}", described))
    return found


def _object(kind: type[Any]) -> dict[str, Any]:
    described = {name: shape for name, (_, shape) in _properties(kind).items()}
    result = {"type": "object", "properties": {_kebab(name): shape for name, shape in described.items()}}
    others = {f"^({name}|{_kebab(name).replace('-', '_')})$": shape for name, shape in described.items()}
    others = {pattern: shape for pattern, shape in others.items() if "_" in pattern}
    if others:
        result["patternProperties"] = others
    return {**result, "additionalProperties": False}


def _kebab(name: str) -> str:
    return re.sub("[A-Z]", lambda match: f"-{match[0].lower()}", name)


def _properties(kind: type[Any]) -> dict[str, tuple[Any, dict[str, Any]]]:
    hints = get_type_hints(kind)
    result = {}
    for name, field in fields(kind).items():
        if not field.metadata:
            continue
        described: dict[str, Any] = {"description": field.metadata["description"], **_kind(hints[name])}
        if field.metadata.get("or_text"):
            described["type"] = [described["type"], "string"]
        described |= {key: field.metadata[key] for key in ("minimum", "maximum") if key in field.metadata}
        if field.default is not MISSING and not is_frozen(field.default):
            described["default"] = _json(field.default)
        result[camel(name)] = (hints[name], described)
    return result


def _kind(hint: Any) -> dict[str, Any]:
    simple = {bool: "boolean", int: "integer", str: "string"}
    if hint in simple:
        return {"type": simple[hint]}
    if get_origin(hint) is Literal:
        described = [CHOICES[hint][value] for value in get_args(hint)]
        return {"type": "string", "enum": list(get_args(hint)), "enumDescriptions": described}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _kind(get_args(hint)[0])}
    if get_origin(hint) is Table:
        return {"type": "object", "additionalProperties": _kind(get_args(hint)[0])}
    return _object(hint)


def _json(value: Any) -> Any:
    if isinstance(value, Table):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
