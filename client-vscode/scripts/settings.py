"""Writes the server's settings and file names into package.json; with --check, only says whether they are current."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MANIFEST = HERE.parent / "package.json"
GROUP = "Dockerfiles"

sys.path.insert(0, str(HERE.parents[1] / "server"))


def main() -> int:
    before = MANIFEST.read_text(encoding="utf-8")
    after = current(before)
    if "--check" not in sys.argv:
        MANIFEST.write_text(after, encoding="utf-8")
        return 0
    if before != after:
        print("package.json does not have what the server has now; run client-vscode/scripts/settings.py")
    return int(before != after)


def current(manifest: str) -> str:
    """The text of package.json with what the server has now."""
    from dockwright.config.schema import settings

    content = json.loads(manifest)
    own = [language for language in content["contributes"]["languages"] if language["id"] in ("dockerfile", "dockerignore")]
    content["contributes"]["languages"] = [*own, *_others()]
    group = next(group for group in content["contributes"]["configuration"] if group["title"] == GROUP)
    group["properties"] = {
        name: _for_editor(schema, order) for order, (name, schema) in enumerate(settings("dockwright").items())
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _others() -> list[dict[str, Any]]:
    """The languages of files that are called like a Dockerfile but for their ending; the longest pattern counts."""
    from dockwright.context.file_names import ENDINGS

    return [
        {
            "id": language,
            "filenamePatterns": [
                f"{name}*.{one}" for one in endings.split() for name in ("Dockerfile", "Containerfile")
            ],
        }
        for language, endings in ENDINGS.items()
        if language not in ("", "ignore")
    ]


def _for_editor(schema: dict[str, Any], order: int) -> dict[str, Any]:
    own = {**schema, "default": schema.get("default"), "scope": "resource", "order": order}
    return _marked(own)


def _marked(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose descriptions are said to be Markdown where they are."""
    return {_name(key, value): _marked(value) if isinstance(value, dict) else value for key, value in schema.items()}


def _name(key: str, value: Any) -> str:
    marks = {"description": "markdownDescription", "enumDescriptions": "markdownEnumDescriptions"}
    return marks[key] if key in marks and "`" in str(value) else key


if __name__ == "__main__":
    sys.exit(main())
