"""High user ids as hadolint detects them: by the length of a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.hadolint.reading import option_names, seen
from dockwright.image.run_body import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.image.run_body import Body
    from dockwright.text import Span

_LONG = 5
"""Ids with more characters are high."""


def sparse_log(body: Body) -> Iterator[tuple[Span, Note]]:
    """`useradd -u` with a long word and without `-l`."""
    for one in seen(body):
        if one.name != "useradd" or one.has("l", "no-log-init"):
            continue
        texts = one.texts
        ids = [texts[at + 1] for at, text in enumerate(texts[:-1]) if _takes_id(text)]
        if any(_length(each) > _LONG for each in ids):
            told = "`useradd` with a high UID writes a huge sparse log into the layer; add `-l`"
            yield one.command.span, Note(one.command.words[0].span, told)


def _takes_id(text: str) -> bool:
    return not text.startswith("--") and "=" not in text and "u" in option_names(text)


def _length(text: str) -> int:
    """The length of a word, including the braces of a variable."""
    return len(text) + (2 if text.startswith("$") and not text.startswith(("${", "$(")) else 0)
