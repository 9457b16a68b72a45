"""The manifest in several languages, as VS Code reads it: `%key%` for each text, and a table a language.

`package.json` in the checkout stays in English and whole; `l10n/<language>.json` translates its texts, by the English ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CLIENT = Path(__file__).resolve().parents[1]
TEXTS = {
    "title",
    "description",
    "markdownDescription",
    "enumDescriptions",
    "markdownEnumDescriptions",
    "contents",
}


def localized(manifest: dict[str, Any], folder: Path = CLIENT / "l10n") -> dict[str, str]:
    """The files of the package that hold the manifest, by name: itself, and the tables."""
    keys = {text: f"text.{number}" for number, text in enumerate(dict.fromkeys(texts(manifest)))}
    files = {
        "package.json": _written(_keyed(manifest, keys)),
        "package.nls.json": _written({key: text for text, key in keys.items()}),
    }
    for path in sorted(folder.glob("*.json")):
        table = json.loads(path.read_text(encoding="utf-8"))
        files[f"package.nls.{path.stem}.json"] = _written({keys[text]: table[text] for text in keys if text in table})
    return files


def texts(value: Any, key: str = "") -> Iterator[str]:
    """All that a person reads of the manifest."""
    if isinstance(value, str) and key in TEXTS:
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, key if isinstance(part, str) else "")
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, "title" if _is_view(name, value) else name)


def _keyed(value: Any, keys: dict[str, str], key: str = "") -> Any:
    if isinstance(value, str):
        return f"%{keys[value]}%" if key in TEXTS else value
    if isinstance(value, list):
        return [_keyed(part, keys, key if isinstance(part, str) else "") for part in value]
    if isinstance(value, dict):
        return {name: _keyed(part, keys, "title" if _is_view(name, value) else name) for name, part in value.items()}
    return value


def _is_view(name: str, holder: dict[str, Any]) -> bool:
    """Whether this is what a view is called; other names are not for people."""
    return name == "name" and "id" in holder


def _written(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
