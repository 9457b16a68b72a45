"""Convert tables from TOML, which people edit, to JSON, which loads twenty times as fast.

The sources of rows are left out; scripts/sources.py checks them.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent / "server" / "dockwright"
TABLES = (
    PACKAGE / "syntax" / "language.toml",
    PACKAGE / "semantics" / "commands" / "packages.toml",
    PACKAGE / "semantics" / "commands" / "inputs.toml",
    PACKAGE / "semantics" / "commands" / "own_syntax.toml",
    PACKAGE / "semantics" / "commands" / "programs.toml",
    PACKAGE / "semantics" / "image_users.toml",
    PACKAGE / "image" / "effects" / "effects.toml",
    PACKAGE / "image" / "inputs" / "needs.toml",
    PACKAGE / "image" / "starting" / "daemons.toml",
    PACKAGE / "image" / "starting" / "local_servers.toml",
)


def main() -> None:
    for table in TABLES:
        table.with_suffix(".json").write_text(written(table), encoding="utf-8")


def written(table: Path) -> str:
    """The table as JSON: one entry per line."""
    content = tomllib.loads(table.read_text(encoding="utf-8"))
    tables = []
    for name, entries in content.items():
        rows = [
            f"  {json.dumps(key)}: {json.dumps(_without_source(value), ensure_ascii=False)}"
            for key, value in entries.items()
        ]
        tables.append(f" {json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n }")
    return "{\n" + ",\n".join(tables) + "\n}\n"


def _without_source(value: Any) -> Any:
    if not isinstance(value, dict) or not isinstance(value.get("source"), dict):
        return value
    return {key: each for key, each in value.items() if key != "source"}


if __name__ == "__main__":
    main()
