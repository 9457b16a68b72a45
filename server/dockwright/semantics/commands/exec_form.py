"""A RUN in exec form, read as the shell text that starts the same program with the same words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dockwright.lazy import pattern
from dockwright.syntax.shell import Script, parse_shell

if TYPE_CHECKING:
    from dockwright.syntax.nodes import Unit

_WORD = pattern(r'"([^"\\\']*)"')


@lru_cache(maxsize=256)
def exec_script(unit: Unit) -> Script | None:
    """What runs, with offsets of the joined line behind the keyword and its flags.

    None where a word has escapes or quotes in it, whose text would be of another length.
    """
    text = unit.joined.string[unit.rest :]
    if not unit.is_json or not text.lstrip().startswith("["):
        return None
    words = re.sub(r"[\[\],]", " ", _WORD.sub("", text))
    if words.strip():
        return None
    # No shell sees the words: single quotes keep them as they are, and brackets and commas are blanks.
    line, at = [], 0
    for match in _WORD.finditer(text):
        line += [re.sub(r"[\[\],]", " ", text[at : match.start()]), f"'{match[1]}'"]
        at = match.end()
    return parse_shell("".join(line) + re.sub(r"[\[\],]", " ", text[at:]))
