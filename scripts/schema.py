"""Write the JSON schema of configuration files, with which TOML editors validate and complete them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACE = ROOT / "docs" / "dockwright.schema.json"
sys.path.insert(0, str(ROOT / "server"))


def main() -> None:
    PLACE.write_text(written(), encoding="utf-8")


def written() -> str:
    """The schema as text."""
    from dockwright.config.schema import schema

    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
