"""Check the tables of facts against the sources that their rows name, and those of pip against the files on PyPI.

The tables are `needs.toml` (what packages need to be built), `local_servers.toml` (servers that listen locally) and
`image_users.toml` (the USER of images). scripts/tables.py leaves their sources out of what Dockwright loads.

To run: `python scripts/sources.py [TABLE...]`, with pip and npm. It prints which rows a source contradicts, and which could
not be checked from here. To renew a row, change it and its source.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent / "server" / "dockwright"
TABLES = (
    PACKAGE / "image" / "inputs" / "needs.toml",
    PACKAGE / "image" / "starting" / "local_servers.toml",
    PACKAGE / "semantics" / "image_users.toml",
)
KINDS = ("pypi", "npm", "github", "page")


def main() -> int:
    from published import Unreachable, contradiction

    wrong = 0
    for table in TABLES:
        if sys.argv[1:] and table.stem not in sys.argv[1:]:
            continue
        for name, row in rows(table):
            try:
                found = of_wheels(name, row) if "source" not in row else None
                if "says" in row.get("source", {}):
                    found = contradiction(row["source"])
                elif "source" in row:
                    print(f"{table.stem}: {name}: to be read by people: {row['source']['page']}")
            except Unreachable as error:
                print(f"{table.stem}: {name}: not reached: {error}")
                continue
            if found:
                wrong += 1
                print(f"{table.stem}: {name}: WRONG: {found}")
    print(f"{wrong} rows are contradicted")
    return 1 if wrong else 0


def rows(table: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that need a source: all of a table, but for lists of words."""
    for entries in tomllib.loads(table.read_text(encoding="utf-8")).values():
        yield from ((name, row) for name, row in entries.items() if isinstance(row, dict))


def of_wheels(name: str, row: dict[str, Any]) -> str | None:
    """What contradicts a row of a package that has to be built: a wheel in the versions of which the row says so."""
    from published import linux_wheels

    built, found = linux_wheels(name)
    wrong = [version for version in built if _is_said(version, row) and not _version(version).is_prerelease]
    if wrong:
        return f"wheels for Linux: {' '.join(sorted(wrong, key=_version))}"
    for key in ("since", "until"):
        if key in row and not any(_version(one) < _version(row[key]) for one in found):
            return f"no version is before `{key}`"
    return None


def _is_said(version: str, row: dict[str, Any]) -> bool:
    low, high = row.get("since", "0"), row.get("until", "9999")
    return _version(low) <= _version(version) < _version(high)


def _version(text: str) -> Any:
    from packaging.version import Version

    return Version(text)


if __name__ == "__main__":
    sys.exit(main())
