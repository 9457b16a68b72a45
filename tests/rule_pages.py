"""The examples of the rules' pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import dockwright.rules
from dockwright.config import Config
from dockwright.context.build_context import Context
from page_files import english
from refactor_pages import config_of, context_of

FOLDER = Path(dockwright.rules.__file__).parent


class Example(NamedTuple):
    """A fenced block of a page."""

    page: str
    number: int
    source: str
    fixed: str | None
    context: Context | None = None
    """What the blocks `files` and `dockerignore` above it show, as on the pages of refactorings."""
    config: Config = Config()
    """What a block `toml` above it sets."""


_BLOCK = re.compile(
    r"^```(?P<language>dockerfile|files|held|dockerignore|toml)(?P<kind>[^\n]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def _examples() -> list[Example]:
    found: list[Example] = []
    for path in english(FOLDER):
        shown: dict[str, str] = {}
        for number, match in enumerate(_BLOCK.finditer(path.read_text(encoding="utf-8"))):
            if match["language"] != "dockerfile":
                language = f"held {match['kind'].strip()}" if match["language"] == "held" else match["language"]
                shown = {**({} if language == "files" else shown), language: match["body"]}
            elif match["kind"].strip() == "fixed":
                found[-1] = found[-1]._replace(fixed=match["body"])
            else:
                context, config = context_of(shown), config_of(shown.get("toml"))
                found.append(Example(path.stem, number, match["body"], None, context, config))
    return found


EXAMPLES = _examples()
