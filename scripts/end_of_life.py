"""Make server/dockwright/image/end_of_life.json: when releases end, and which package servers no longer have them.

Dates: endoflife-date/endoflife.date (MIT), as one JSON object `products` of lists with `releaseCycle`, `eol` and `lts`.
Which servers moved: MOVED below, each with its source. To renew: `python scripts/end_of_life.py DATES`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parent.parent / "server" / "dockwright" / "image" / "bases" / "end_of_life.json"
PRODUCTS = {
    "debian": "debian", "ubuntu": "ubuntu", "alpine": "alpine-linux", "fedora": "fedora", "centos": "centos", "almalinux": "almalinux",
    "rockylinux": "rocky-linux", "amazonlinux": "amazon-linux", "oraclelinux": "oracle-linux",
}  # fmt: skip
MOVED = {
    # Debian: dists/RELEASE is gone from deb.debian.org; archive.debian.org has it.
    # jessie and stretch: debian-devel-announce, March 2023; buster: oakestra/oakestra#437.
    **{f"debian {release}": ["2023-04-24", "archive.debian.org"] for release in ("6", "7", "8", "9")},
    "debian 10": ["2025-07-14", "archive.debian.org"],
    # CentOS: blog.centos.org/2023/04/end-dates-are-coming-for-centos-stream-8-and-centos-linux-7; mirrorlist.centos.org has
    # no address any more (mthalman in dotnet/dotnet-buildtools-prereqs-docker#1123).
    **{f"centos {release}": ["2024-07-01", "vault.centos.org"] for release in ("5", "6", "7", "8")},
}
"""A release, the latest date of its removal from the servers, and its new location."""
INTERIM = ["ubuntu", 180, "old-releases.ubuntu.com"]
"""Ubuntu's releases without long support are moved to another server some weeks after their end
(wiki.ubuntu.com/Releases): the number of days after which that is certain. Those with long support stay (14.04 and
later are on archive.ubuntu.com)."""


def main() -> None:
    OUTPUT.write_text(written(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), encoding="utf-8")


def written(dates: dict[str, Any]) -> str:
    """The table as JSON: one distribution per line."""
    ends: dict[str, dict[str, str]] = {}
    lts: list[str] = []
    for name, product in PRODUCTS.items():
        rows = [row for row in dates["products"][product] if isinstance(row.get("eol"), str)]
        ends[name] = {row["releaseCycle"]: row["eol"] for row in rows}
        lts += [f"{name} {row['releaseCycle']}" for row in rows if row.get("lts")]
    lines = [f"  {json.dumps(name)}: {json.dumps(rows, separators=(',', ':'))}" for name, rows in ends.items()]
    return (
        f'{{\n "source": {json.dumps(dates["source"])},\n "ends": {{\n' + ",\n".join(lines) + "\n },\n"
        f' "long": {json.dumps(lts)},\n "moved": {json.dumps(MOVED)},\n "interim": {json.dumps(INTERIM)}\n}}\n'
    )


if __name__ == "__main__":
    main()
