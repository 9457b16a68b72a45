"""The lark parser of arguments; built from `grammar/` once a process for each escape character, cached on disk."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark, Token

STARTS = ("from", "words", "string", "json", "health", "pairs", "legacy", "arg")


def tokens(family: str, text: str, escape: str) -> list[Token]:
    """The tokens of `text`, whose `start_pos` and `end_pos` count from its start."""
    tree = _parser(escape).parse(text, start=family)
    return tree.children  # type: ignore[return-value]


def source() -> str:
    """The grammar's text: in the wheel beside the package, in a checkout at the top level."""
    package = Path(__file__).parents[1]
    inside = package / "grammar" / "arguments.lark"
    place = inside if inside.is_file() else package.parents[1] / "grammar" / "arguments.lark"
    return place.read_text(encoding="utf-8")


def build(escape: str, **options: object) -> Lark:
    """A parser for files with this escape character."""
    from lark import Lark

    text = source() if escape == "\\" else source().replace("\\\\", escape)
    return Lark(text, parser="lalr", lexer="contextual", start=list(STARTS), maybe_placeholders=False, **options)


@lru_cache(maxsize=2)
def _parser(escape: str) -> Lark:
    folder = _cache_folder()
    if folder is None:
        return build(escape)
    version = f"{sys.version_info[0]}{sys.version_info[1]}"
    return build(escape, cache=str(folder / f"arguments-{version}-{ord(escape):x}.lark-cache"))


def _cache_folder() -> Path | None:
    """The user's own cache folder: a folder that others can write to could feed us their pickles."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path("~/.cache").expanduser())
    folder = Path(base) / "dockwright"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder
