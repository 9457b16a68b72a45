"""Where in a TOML file the problems of its settings are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from dockwright.config.toml_places import Place, places
from dockwright.text import Span, Text

if TYPE_CHECKING:
    from dockwright.config.reading import Problem

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_INDEX = re.compile(r"\[\d+\]$")


class Located(NamedTuple):
    """A problem, and the range of the name or the value that is wrong."""

    problem: Problem
    span: Span
    message: str
    is_fatal: bool = False
    """Whether nothing of the file counts."""
    meant: str = ""
    """What to write there instead, if the message proposes a name."""


def located(name: str, text: Text, problems: Iterable[Problem]) -> Iterator[Located]:
    """The problems that are in this file, and not in those that it extends."""
    top = "tool.dockwright." if name == "pyproject.toml" else ""
    found = places(text.string).items()
    written = {_plain(path.removeprefix(top)): place for path, place in found if path.startswith(top)}
    for problem in problems:
        if problem.place:
            continue
        if at := _AT.search(problem.message):
            yield Located(problem, _line(text, at[1]), _AT.sub("", problem.message), is_fatal=True)
        elif span := _span(problem, written, text.string):
            meant = _written(problem.meant, text.slice(span)) if problem.meant else ""
            yield Located(problem, span, str(problem), meant=meant)


def _span(problem: Problem, written: dict[str, Place], text: str) -> Span | None:
    path = _plain(problem.path)
    place = written.get(path) or next((place for other, place in written.items() if other.endswith(f".{path}")), None)
    if place is not None and problem.message.startswith("unknown"):
        return place.key
    above, _, last = problem.path.rpartition(".")
    for other, item in written.items():
        listed, name = _INDEX.sub("", other), text[item.value.start + 1 : item.value.end - 1]
        if other != listed and (
            (listed == path and f"`{name}`" in problem.message) or (listed == _plain(above) and name == last)
        ):
            return item.value
    return place.value if place else None


def _written(name: str, instead_of: str) -> str:
    """A name as TOML has it in the place of another one."""
    quote = instead_of[0] if instead_of[0] in "'\"" else "" if re.fullmatch(r"[\w-]+", name, re.ASCII) else '"'
    return f"{quote}{name}{quote}"


def _line(text: Text, number: str | None) -> Span:
    """A line without the space around it; by default, the last one that is not blank."""
    string = text.string.rstrip()
    span = text.line_span(int(number) - 1 if number else string.count("\n"))
    line = text.slice(span)
    start = span.start + len(line) - len(line.lstrip())
    return Span(start, start + len(line.strip()))


def _plain(path: str) -> str:
    """A path without what may differ in how a setting is written."""
    return path.replace("_", "").replace("-", "").lower()
