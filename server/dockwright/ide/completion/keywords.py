"""Completion of keywords."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.text import Span

SNIPPETS = {
    "FROM": "${1:image} AS ${2:name}",
    "RUN": "$0",
    "COPY": "${1:source} ${2:destination}",
    "ENV": "${1:NAME}=${2:value}",
    "ARG": "${1:NAME}",
    "WORKDIR": "${1:/path}",
    "CMD": '["${1:program}"$0]',
    "ENTRYPOINT": '["${1:program}"$0]',
    "EXPOSE": "${1:port}",
    "USER": "${1:user}",
    "LABEL": '${1:key}="${2:value}"',
    "HEALTHCHECK": "--interval=${1:30s} --timeout=${2:3s} CMD ${0:command}",
    "ADD": "${1:source} ${2:destination}",
    "VOLUME": '["${1:/path}"]',
    "SHELL": '["${1:/bin/bash}", "${2:-c}"]',
    "STOPSIGNAL": "${1:SIGTERM}",
    "ONBUILD": "$0",
    "MAINTAINER": "${1:name}",
}
"""Every keyword in the order of likely use, and what a snippet writes after it."""

_BEFORE_FROM = ("FROM", "ARG")
_NOT_ONBUILD = ("FROM", "ONBUILD", "MAINTAINER")


def keywords(snapshot: Snapshot, before: str, offset: int, under_onbuild: bool = False) -> Iterator[Completion]:
    """The keywords that may stand at the start of an instruction, in the casing of the file."""
    typed = "" if before[-1:].isspace() or not before else before.rsplit(maxsplit=1)[-1]
    span = Span(offset - len(typed), offset)
    model = snapshot.model
    in_stage = bool(model.stages) and model.stages[0].start < offset
    names = [name for name in SNIPPETS if in_stage or under_onbuild or name in _BEFORE_FROM]
    if under_onbuild:
        names = [name for name in names if name not in _NOT_ONBUILD]
    lower = _writes_lower_case(snapshot)
    follows = snapshot.text.string[offset : offset + 1].strip()
    for order, name in enumerate(names):
        word = name.lower() if lower else name
        new = word if follows else f"{word} {SNIPPETS[name]}"
        yield Completion(
            label=word,
            kind="keyword",
            span=span,
            new_text=new,
            is_snippet=not follows,
            documentation=f"instructions/{name}",
            sort_text=f"{order:02}",
            deprecated=name == "MAINTAINER",
        )


def _writes_lower_case(snapshot: Snapshot) -> bool:
    words = [instruction.unit.keyword.value for instruction in snapshot.tree.instructions[:50]]
    lower = sum(word.islower() for word in words)
    return lower * 2 > len(words) and lower > 1
