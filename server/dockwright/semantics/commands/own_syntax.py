"""Programs that interpret `$name`, `&&` and the like themselves (`own_syntax.toml`)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dockwright.lazy import pattern

_VERSION = pattern(r"(?:-?\d[\d.]*)?(?:\.exe)?\Z")
_IN_JSON = pattern(r"""["']\$\w+["']\s*:""")
_HASH = pattern(r"\$(?:apr1|argon2\w+|g?y|[1-7]|2[abxy]?)\$[./\w]")


def understands(words: Sequence[str], word: str) -> bool:
    """Whether the program of a command line, run without a shell, interprets the shell syntax in one of the words
    itself.
    """
    if _IN_JSON.search(word) or _HASH.search(word):
        return True
    names = {_program(text) for text in words}
    if names & _always():
        return True
    for name in names & _tables()["with-option"].keys():
        if any(_is_option(text, option) for text in words for option in _tables()["with-option"][name]):
            return True
    return any(re.fullmatch(_tables()["words"][name], word) for name in names & _tables()["words"].keys())


def _program(text: str) -> str:
    """The name of a program without folder, version and `.exe`."""
    return _VERSION.sub("", re.split(r"[\\/]", text)[-1].lower(), count=1)


def _is_option(text: str, option: str) -> bool:
    """Whether a word is this option, with or without its value in the same word."""
    if option.startswith("--") or len(option) != 2:
        return text == option or text.startswith(f"{option}=")
    return text.startswith(option) and not text.startswith("--")


@cache
def _always() -> frozenset[str]:
    return frozenset(name for names in _tables()["always"].values() for name in names)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("own_syntax.json").read_bytes())
    return found
