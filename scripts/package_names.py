"""Make server/dockwright/reference/packages.toml: the packages that Dockerfiles install most, by package manager.

They are counted in public Dockerfiles, once per file, in install commands of RUN, which are parsed with packages.toml.
Rarely installed names are left out, so that the table contains no name that only one project uses.

To update: run `python scripts/package_names.py FOLDER` on a folder of public Dockerfiles.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from dockwright.image.run_text import body_of
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse

OUTPUT = Path(__file__).parent.parent / "server" / "dockwright" / "reference" / "packages.toml"
FAMILIES = ("deb", "apk", "rpm", "python")
NAME = re.compile(r"[a-z0-9@][A-Za-z0-9.+_@/-]+\Z")
FEWEST = 4
"""Minimum number of files that install a package."""
MOST = 80
"""Maximum number of packages per family."""


def main() -> None:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(Path(sys.argv[1]).rglob("*ockerfile*")):
        for family, name in _installed(path.read_bytes().decode("utf-8", "replace")):
            counts[family][name] += 1
    lines = [
        "# The packages that public Dockerfiles install most, the most frequent first; see scripts/package_names.py.\n"
    ]
    for family in FAMILIES:
        names = [name for name, count in counts[family].most_common(MOST) if count >= FEWEST]
        lines.append(f"{family} = [\n" + "".join(f'  "{name}",\n' for name in names) + "]\n")
    OUTPUT.write_text("\n".join(lines), encoding="utf-8")


def _installed(text: str) -> set[tuple[str, str]]:
    """The packages that one file installs, with their family."""
    bodies = (body_of(step) for stage in analyse(parse(text)).stages for step in stage.all("RUN"))
    calls = (invocation(placed.command) for body in bodies if body for placed in body.script.simple_commands())
    return {
        (call.manager.family, package.name)
        for call in calls
        if call and call.action == "install"
        for package in call.packages
        if package.kind == "package" and NAME.match(package.name)
    }


if __name__ == "__main__":
    main()
