"""Completion of SHELL: whole arrays, and the elements that go on from those that are there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_WHOLE = (
    '["/bin/bash", "-o", "pipefail", "-c"]',
    '["/bin/sh", "-c"]',
    '["/bin/ash", "-eo", "pipefail", "-c"]',
    '["powershell", "-Command", "$ErrorActionPreference = \'Stop\'; $ProgressPreference = \'SilentlyContinue\';"]',
    '["pwsh", "-Command"]',
    '["cmd", "/S", "/C"]',
)
_OPTIONS = {
    "bash": (("-o", "pipefail", "-c"), ("-c",), ("-eo", "pipefail", "-c")),
    "ash": (("-eo", "pipefail", "-c"), ("-c",), ("-o", "pipefail", "-c")),
    "zsh": (("-o", "pipefail", "-c"), ("-c",)),
    "sh": (("-c",), ("-e", "-c")),
    "dash": (("-c",), ("-e", "-c")),
    "powershell": (("-Command",), ("-NoProfile", "-Command")),
    "pwsh": (("-Command",), ("-NoProfile", "-Command")),
    "cmd": (("/S", "/C"), ("/C",)),
}
"""What may follow a shell, by its name, the likely first."""


def shells(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """The arrays that may stand at `word`, or within an array the element that may."""
    before = snapshot.text.slice(Span(instruction.keyword.span.end, word.end))
    follows = snapshot.text.string[word.end : word.end + 1]
    if before.strip() in ("", "["):
        closed = typed == "[" and follows == "]"
        for order, new in enumerate(_WHOLE):
            yield Completion(new, "value", Span(word.start, word.end + closed), new, sort_text=f"{order:02}")
        return
    done, _, element = before.rpartition(",")
    given = _elements(done)
    half = element.strip()
    if given is None or (half and (not half.startswith('"') or half.count('"') > 1)):
        return
    name = given[0].rpartition("/")[2].rpartition("\\")[2].removesuffix(".exe")
    count = len(given) - 1
    options = [row[count] for row in _OPTIONS.get(name, ()) if row[:count] == tuple(given[1:]) and len(row) > count]
    span = Span(word.end - len(half), word.end + (bool(half) and follows == '"'))
    for order, option in enumerate(dict.fromkeys(options)):
        yield Completion(f'"{option}"', "value", span, f'"{option}"', sort_text=f"{order:02}")


def _elements(text: str) -> list[str] | None:
    """The elements of an array that is not closed yet; None where there are none, or something else stands there."""
    try:
        found = json.loads(f"{text}]")
    except ValueError:
        return None
    return found if isinstance(found, list) and found and all(isinstance(one, str) for one in found) else None
