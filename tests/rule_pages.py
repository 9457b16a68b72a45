"""The examples of the rules' pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import dockwright.rules
from dockwright.config import Config
from dockwright.context.contents import contents
from dockwright.context.known import Context
from dockwright.context.values import Workspace
from refactor_pages import config_of

FOLDER = Path(dockwright.rules.__file__).parent


class Example(NamedTuple):
    """A fenced block of a page."""

    page: str
    number: int
    source: str
    fixed: str | None
    context: Context | None = None
    """What the blocks `files` (a path a line, and its size) and `dockerignore` above it show."""
    config: Config = Config()
    """What a block `toml` above it sets."""


_BLOCK = re.compile(
    r"^```(?P<language>dockerfile|files|dockerignore|toml)(?P<kind>[^\n]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def _examples() -> list[Example]:
    found: list[Example] = []
    for path in sorted(FOLDER.glob("*.md")):
        shown: dict[str, str] = {}
        for number, match in enumerate(_BLOCK.finditer(path.read_text(encoding="utf-8"))):
            if match["language"] != "dockerfile":
                shown = {**(shown if match["language"] == "dockerignore" else {}), match["language"]: match["body"]}
            elif match["kind"].strip() == "fixed":
                found[-1] = found[-1]._replace(fixed=match["body"])
            else:
                context, config = _context(shown.get("files"), shown.get("dockerignore")), config_of(shown.get("toml"))
                found.append(Example(path.stem, number, match["body"], None, context, config))
    return found


def _context(files: str | None, dockerignore: str | None) -> Context | None:
    if files is None:
        return None
    listed = {path: int(size or 1) for path, _, size in (line.partition("  ") for line in files.splitlines())}
    if dockerignore is not None:
        listed[".dockerignore"] = len(dockerignore)
    workspace = Workspace(listed, lambda path: dockerignore)
    return Context(contents(workspace, "", ".dockerignore" if dockerignore is not None else None), sure=True)


EXAMPLES = _examples()
