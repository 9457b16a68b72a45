"""The edits in a JSON report, and a file after them. A report may come from anywhere, so everything is validated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from dockwright.text import Edit, Span, Text, apply

KEYS = ("line", "column", "endLine", "endColumn")


class Fixes(NamedTuple):
    """The fixes for one file."""

    sha256: str
    """The hash of the file that they are for."""
    replacements: tuple[tuple[tuple[tuple[int, int, int, int], str], ...], ...]
    """For each fix, ranges and their replacements."""


def read(text: str, *, unsafe: bool) -> dict[str, Fixes] | str:
    """By file, the first fix of each finding if it is safe, or unsafe ones are allowed; else an error message."""
    try:
        value = json.loads(text)
        if not isinstance(value, list):
            return "not a report of `dockwright check --format json`"
        found: dict[str, Fixes] = {}
        for finding in value:
            name, sha256 = _string(finding["file"]), _string(finding["sha256"])
            if name == "-" or "\0" in name:
                return "the report is about standard input; check files, or use `--stdin-filename`"
            known = found.setdefault(name, Fixes(sha256, ()))
            if known.sha256 != sha256:
                return f"the report has findings for two versions of `{name}`; check it again"
            wanted = tuple(_replacements(finding["fixes"][:1], unsafe))
            found[name] = known._replace(replacements=(*known.replacements, *wanted))
    except (ValueError, TypeError, LookupError, RecursionError):
        return "not a report of `dockwright check --format json`, or from an older version"
    return {name: fixes for name, fixes in found.items() if fixes.replacements}


def result(name: str, source: str, fixes: Fixes) -> tuple[str, list[str]]:
    """A file after fixes, and why some were not applied: the file is unchanged then, or has the other fixes."""
    from hashlib import sha256

    from dockwright.cli.discover import host_kind
    from dockwright.ide.actions.fix_all import together
    from dockwright.ide.not_dockerfile import no_dockerfile

    if sha256(source.encode("utf-8", "surrogateescape")).hexdigest() != fixes.sha256:
        return source, ["not fixed: the file has changed since the report; check it again"]
    kind = host_kind(name, source)
    if not kind and (why := no_dockerfile(name, source)):
        return source, [f"not fixed: {why}"]
    text = Text.of(source)
    wanted = list(dict.fromkeys(_edits(text, replacements) for replacements in fixes.replacements))
    edits = [each for each in wanted if each is not None]
    taken = together(edits)
    left = []
    if len(edits) < len(wanted):
        left.append("a fix is for a place that does not exist in the file")
    if waiting := sum(not set(each) <= set(taken) for each in edits):
        left.append(f"{waiting} {'fix overlaps' if waiting == 1 else 'fixes overlap'} with others; check it again")
    done = apply(source, taken)
    if _is_worse(kind, done, source):
        return source, ["not fixed: the result would have syntax errors"]
    return done, left


def _is_worse(kind: str, done: str, source: str) -> bool:
    """Whether a Dockerfile, or one embedded in a file of a kind, has more errors than before."""
    from dockwright.ide.actions.fix_all import is_worse
    from dockwright.ide.snapshot import Snapshot

    if not kind:
        return is_worse(Snapshot.of(done), Snapshot.of(source))
    from dockwright.embedded.finding import find

    (after, left), (before, unread) = find(kind, done), find(kind, source)
    if (len(after), len(left)) != (len(before), len(unread)):
        return True
    return any(is_worse(Snapshot.of(one.text), Snapshot.of(old.text)) for one, old in zip(after, before, strict=True))


def _replacements(fixes: Any, unsafe: bool) -> Iterator[tuple[tuple[tuple[int, int, int, int], str], ...]]:
    for fix in fixes:
        safe, guess = fix["safe"], fix["guess"]
        edits = tuple((_place(edit), _string(edit["text"])) for edit in fix["edits"])
        if edits and (safe is True or (unsafe and guess is False)):
            yield edits


def _edits(text: Text, replacements: tuple[tuple[tuple[int, int, int, int], str], ...]) -> tuple[Edit, ...] | None:
    """The edits of a fix; None if a range is not in the text or two of them overlap."""
    found = []
    for (*start, end_line, end_column), new in replacements:
        places = [(line - 1, column - 1) for line, column in ((start[0], start[1]), (end_line, end_column))]
        offsets = [text.offset(line, column, "utf-32") for line, column in places]
        if [text.position(offset, "utf-32") for offset in offsets] != places or offsets[0] > offsets[1]:
            return None
        found.append(Edit(Span(offsets[0], offsets[1]), new))
    found.sort()
    apart = all(first.span.end <= second.span.start for first, second in pairwise(found))
    return tuple(found) if apart else None


def _place(edit: Any) -> tuple[int, int, int, int]:
    numbers = [edit[key] for key in KEYS]
    if any(type(number) is not int for number in numbers):
        raise TypeError
    return (numbers[0], numbers[1], numbers[2], numbers[3])


def _string(value: Any) -> str:
    """A text that can be written to a file, or be the name of one."""
    if not isinstance(value, str):
        raise TypeError
    value.encode("utf-8", "surrogateescape")  # raises ValueError if it cannot
    return value
