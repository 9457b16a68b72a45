"""Completion of keywords."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.text import Span

_KEYWORDS = ("FROM", "RUN", "COPY", "ENV", "ARG", "WORKDIR", "CMD", "ENTRYPOINT", "EXPOSE", "USER", "LABEL",
             "HEALTHCHECK", "ADD", "VOLUME", "SHELL", "STOPSIGNAL", "ONBUILD", "MAINTAINER")  # fmt: skip
"""The most likely first."""

_BEFORE_FROM = ("FROM", "ARG")
_NOT_ONBUILD = ("FROM", "ONBUILD", "MAINTAINER")


def keywords(snapshot: Snapshot, before: str, offset: int, under_onbuild: bool = False) -> Iterator[Completion]:
    """The keywords for the start of an instruction, in the case used in the file.

    Only a blank is inserted after them: authors would have to delete anything else.
    """
    typed = "" if before[-1:].isspace() or not before else before.rsplit(maxsplit=1)[-1]
    span = Span(offset - len(typed), offset)
    model = snapshot.model
    in_stage = bool(model.stages) and model.stages[0].start < offset
    names = [name for name in _KEYWORDS if in_stage or under_onbuild or name in _BEFORE_FROM]
    if under_onbuild:
        names = [name for name in names if name not in _NOT_ONBUILD]
    lower = _writes_lower_case(snapshot)
    follows = snapshot.text.string[offset : offset + 1].strip()
    for order, name in enumerate(names):
        word = name.lower() if lower else name
        yield Completion(
            label=word,
            kind="keyword",
            span=span,
            new_text=word if follows else f"{word} ",
            documentation=f"instructions/{name}",
            sort_text=f"{order:02}",
            deprecated=name == "MAINTAINER",
        )


def _writes_lower_case(snapshot: Snapshot) -> bool:
    words = [instruction.unit.keyword.value for instruction in snapshot.tree.instructions[:50]]
    lower = sum(word.islower() for word in words)
    return lower * 2 > len(words) and lower > 1
