"""Comments after the words of an instruction: BuildKit has no such comments and reads them as words.

A shell has them, but it gets continued lines as a single one, so that the comment extends over all lines below.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dockwright.lazy import pattern
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.nodes import Unit
from dockwright.syntax.shell import parse_shell
from dockwright.syntax.split import split
from dockwright.text import Edit, Span, apply

_SHELL = ("RUN", "CMD", "ENTRYPOINT", "SHELL")
_COPIES = ("COPY", "ADD")
_SURE = ("FROM", "EXPOSE", "STOPSIGNAL", "ARG", "USER", "WORKDIR", "VOLUME")
"""Instructions in which no word but the first can begin with `#`."""
_PROSE = pattern(r"#+[ \t]+(?=.*[^\W\d])")
_PROMPT = pattern(r"\s*(?:PS\d|PROMPT\w*)\s")
_PATHS = pattern(r"(?:.*\s)?(?:[./]\S*|\S*/)\Z")
_HASH = pattern(r"(?:^|[\s;&|()])#")
_LONGEST = 20_000
_NEXT = "WORKDIR /\n"


def trailing_comments(unit: Unit) -> tuple[Span, ...]:
    """The comments after words, one per line, as ranges of the source from the start of the unit."""
    return _read(unit)[0]


def meant(unit: Unit) -> Unit:
    """The instruction with such comments replaced by blanks; the same object if there are none."""
    return _read(unit)[1]


def _read(unit: Unit) -> tuple[tuple[Span, ...], Unit]:
    if "#" not in unit.text or unit.head_end > _LONGEST:
        return (), unit
    found: tuple[tuple[Span, ...], Unit] | None = unit.memo.get("meant")
    if found is None:
        target = unit.inner or unit
        spans = tuple(target.joined.span(*span) for span in _in(target))
        other = _without(unit, spans) if spans else None
        found = unit.memo["meant"] = (spans, other) if other else ((), unit)
    return found


def _without(unit: Unit, spans: tuple[Span, ...]) -> Unit | None:
    text = apply(unit.text, tuple(Edit(span, " " * (span.end - span.start)) for span in spans))
    ended = text if text.endswith("\n") else text + "\n"
    pieces = [piece for piece, _ in split(ended + _NEXT, 0, unit.escape)]
    if len(pieces) != 2 or pieces[1].text != _NEXT or not isinstance(pieces[0], Unit):
        return None
    made, before = pieces[0], unit.inner or unit
    after, start = made.inner or made, _shell_start(before)
    was_array = start >= 0 and _behind_array(before.joined.string, start) >= 0
    return made if after.name == before.name and (after.is_json or not was_array) else None


def is_none(unit: Unit) -> bool:
    """Whether it is HEALTHCHECK NONE."""
    return unit.name == "HEALTHCHECK" and bool(unit.arguments) and unit.arguments[0].value.upper() == "NONE"


def _in(unit: Unit) -> Iterator[tuple[int, int]]:
    """The comments as ranges of the joined text."""
    text, start = unit.joined.string, _shell_start(unit)
    if start >= 0:
        at = _behind_array(text, start)
        if at >= 0:
            yield at, _line_end(unit, at)
        else:
            yield from _swallowing(unit, start)
        return
    at, words, quote, begins = unit.rest, 0, "", True
    start = at
    while at < len(text):
        character = text[at]
        if quote:
            at += character == unit.escape and quote != "'"
            quote = "" if character == quote else quote
        elif character in GO_BLANKS:
            begins = True
        else:
            if begins and character == "#" and words:
                end = _line_end(unit, at)
                if _is_comment(unit, text[at:end], words, text[start:at]):
                    yield at, end
                    at = end
                    continue
            words += begins
            begins = False
            at += character == unit.escape
            quote = character if character in "'\"" else ""
        at += 1


def _shell_start(unit: Unit) -> int:
    """Offset in the joined text where a command begins, as a shell script or an array; -1 if there is none."""
    if unit.name in _SHELL:
        return unit.rest
    if unit.name != "HEALTHCHECK" or not unit.arguments or unit.arguments[0].value.upper() != "CMD":
        return -1
    return unit.joined.offset(unit.arguments[1].span.start) if len(unit.arguments) > 1 else unit.rest


def _swallowing(unit: Unit, start: int) -> list[tuple[int, int]]:
    """The comments of a shell script that extend over lines below; none unless the script parses without them."""
    text = unit.joined.string
    found: list[tuple[int, int]] = []
    if unit.heredocs or unit.escape != "\\" or len(unit.joined.starts) < 2 or not _HASH.search(text, start):
        return []
    for _ in unit.joined.starts:
        script = parse_shell(text[start:])
        lines = ((each.start + start, _line_end(unit, each.start + start)) for each in script.comments)
        first = next(((at, end) for at, end in lines if text[end:].strip()), None)
        if first is None:
            return [] if script.has_errors else found
        if text[first[1] :].split(maxsplit=1)[0] in NAMES:
            return []  # the escape character before it is redundant, and reported as such
        found.append(first)
        text = text[: first[0]] + " " * (first[1] - first[0]) + text[first[1] :]
    return []


def _behind_array(text: str, start: int) -> int:
    """Offset of a `#` after a JSON array of strings; -1 if there is none."""
    if text[start : start + 1] != "[":
        return -1
    try:
        value, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return -1
    at = end + len(text[end:]) - len(text[end:].lstrip(GO_BLANKS))
    return at if text[at : at + 1] == "#" and all(isinstance(item, str) for item in value) else -1


def _line_end(unit: Unit, at: int) -> int:
    """The end of the words on the line with this character of the joined text."""
    text = unit.joined.string
    end = next((start for start in unit.joined.starts if start > at), len(text))
    return len(text[:end].rstrip(GO_BLANKS))


def _is_comment(unit: Unit, comment: str, words: int, before: str) -> bool:
    """Whether something that begins with `#` is a comment and not a word; `words` are the words before it."""
    name, is_prose = unit.name, bool(_PROSE.match(comment))
    if name in _SURE:
        return True
    if name in _COPIES:
        is_path = comment[1:2] not in (" ", "\t", "") and bool(_PATHS.match(comment))
        return not is_path and (words > 1 or comment[1:2] in (" ", "\t", ""))
    if name == "HEALTHCHECK":
        return is_none(unit)
    if name in ("ENV", "LABEL"):
        if "=" in before.split(maxsplit=1)[0]:
            return True
        return words > 1 and is_prose and not _PROMPT.match(before)
    return name == "MAINTAINER" and is_prose
