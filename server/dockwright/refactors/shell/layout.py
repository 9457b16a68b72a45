"""The layout of the lines of a file, to imitate in new ones; and the comments between instructions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dockwright.frozen import frozen
from dockwright.refactors.kit.refactor import Refusal
from dockwright.refactors.shell.segment import Segment
from dockwright.semantics.model import Model
from dockwright.syntax.tree import Tree
from dockwright.text import Edit, Span

_LEADING = re.compile(r"\n([ \t]*)&&[ \t]")
_TRAILING = re.compile(r"&&[ \t]*[\\`]\r?\n")
_CONTINUED = re.compile(r"[\\`][ \t]*\r?\n([ \t]+)[^ \t\r\n#&]")
PRAGMA = re.compile(
    r"#[ \t]*(?:check[ \t]*=|(?:hadolint|shellcheck|tally|dockerfile-utils|trivy|checkov|kics|nosemgrep|snyk|noqa)\b)",
    re.IGNORECASE,
)
"""A comment that a tool reads."""
_DISABLED = re.compile(r"#[ \t]*(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|LABEL|RUN|SHELL|USER|VOLUME|WORKDIR)[ \t]+\S")
"""An instruction that is commented out."""
_NAMES = r"[A-Za-z0-9_-]+(?:[ \t]*,[ \t]*[A-Za-z0-9_-]+)*"
_KNOWN_PRAGMA = re.compile(rf"#[ \t]*(hadolint[ \t]+ignore[ \t]*=|check[ \t]*=[ \t]*skip=)[ \t]*({_NAMES})[ \t]*")


@frozen
class Layout:
    """How commands on separate lines are joined."""

    escape: str
    end: str
    indent: str
    leading: str | None
    """The indentation of `&&` at the start of lines; None if it is at the end."""

    def joint(self, operator: str, comments: Sequence[str] = ()) -> str:
        """The text from the end of one command to the start of the next."""
        leads = operator == "&&" and self.leading is not None
        margin = self.leading if leads else self.indent
        lines = "".join(f"{margin}{comment}{self.end}" for comment in comments)
        if leads:
            return f" {self.escape}{self.end}{lines}{self.leading}&& "
        operator = operator if operator == ";" else f" {operator}"
        return f"{operator} {self.escape}{self.end}{lines}{self.indent}"


def layout_of(tree: Tree, segments: Sequence[Segment], indent: int = 4) -> Layout:
    """The layout of these RUNs, or of the file if they have none."""
    text = tree.text.string
    own = text[segments[0].start : segments[-1].instruction.full_end]
    mine, all_of_file = _LEADING.findall(own), _LEADING.findall(text)
    leading = mine[0] if mine else None
    if not mine and not _TRAILING.search(own) and len(all_of_file) > len(_TRAILING.findall(text)):
        leading = Counter(all_of_file).most_common(1)[0][0]
    continued = _CONTINUED.search(text)
    return Layout(
        tree.escape,
        "\r\n" if "\r\n" in own else "\n",
        _margin(text, segments) or (continued[1] if continued else leading or " " * indent),
        leading,
    )


def _margin(text: str, segments: Sequence[Segment]) -> str:
    """The indentation of commands of these RUNs at line starts; empty if there are none."""
    start = segments[0].instruction.arguments_span.start
    line = text.rfind("\n", 0, start) + 1
    if line < start and not text[line:start].strip(" \t"):
        return text[line:start]
    found: list[str] = []
    for one in segments:
        span = one.instruction.arguments_span
        for each in text[span.start : span.end].split("\n")[1:] if one.heredoc is None else ():
            words = each.lstrip(" \t")
            if words.strip() and not words.startswith(("#", "&&")):
                found.append(each[: len(each) - len(words)])
    return min(filter(None, found), key=len, default="")


class _Gap(NamedTuple):
    """The comment lines between two RUNs."""

    within: list[str]
    """Those directly above the second, which go with its commands."""
    above: list[str]
    """The others, and instructions that are commented out: they are about no command of the merged RUN."""


def _gap(model: Model, before: Segment, after: Segment) -> _Gap:
    lines = [line.strip() for line in model.tree.text.string[before.instruction.end : after.start].splitlines()]
    start = max((number for number, line in enumerate(lines) if not line and any(lines[number:])), default=-1) + 1
    found = _Gap([], lines[:start])
    goes_on = False
    for line in lines[start:]:
        if goes_on or _DISABLED.match(line):
            goes_on = line.endswith(model.tree.escape)
            found.above.append(line)
        elif line:
            found.within.append(line)
    return _Gap(*([line for line in part if line and not _KNOWN_PRAGMA.fullmatch(line)] for part in found))


def comments_between(model: Model, segments: Sequence[Segment]) -> list[list[str]] | Refusal:
    """The comment lines between these RUNs, without those that `moved_pragmas` and `moved_comments` handle."""
    text = model.tree.text.string
    found: list[list[str]] = []
    for before, after in pairwise(segments):
        lines = [line.strip() for line in text[before.instruction.end : after.start].splitlines()]
        if any(line and not line.startswith("#") for line in lines):
            return Refusal("There is something other than comments between them")
        if any(PRAGMA.match(line) and not _KNOWN_PRAGMA.fullmatch(line) for line in lines):
            return Refusal("A comment between them that other tools read cannot keep its place")
        found.append(_gap(model, before, after).within)
    return found


def moved_comments(model: Model, segments: Sequence[Segment]) -> list[Edit]:
    """The edit that moves the comments about none of the RUNs above the first one and the comments on it."""
    moved = [gap.above for gap in (_gap(model, *pair) for pair in pairwise(segments)) if gap.above]
    if not moved:
        return []
    text = model.tree.text
    line = text.line_of(segments[0].start)
    while line > 0 and text.line(line - 1).lstrip().startswith("#"):
        line -= 1
    at = text.line_span(line).start
    end = _end(text.string, at)
    return [Edit(Span(at, at), "".join(f"{end.join(lines)}{end}{end}" for lines in moved))]


def moved_pragmas(model: Model, segments: Sequence[Segment]) -> list[Edit]:
    """The edits that move suppression comments of later RUNs above the first, merged with those already there."""
    text = model.tree.text
    pragmas: dict[str, list[str]] = {}
    for before, after in pairwise(segments):
        for line in text.string[before.instruction.end : after.start].splitlines():
            if match := _KNOWN_PRAGMA.fullmatch(line.strip()):
                pragmas.setdefault(_kind(match[1]), []).extend(_names(match[2]))
    start = text.line_span(text.line_of(segments[0].start)).start
    edits: list[Edit] = []
    for kind, names in pragmas.items():
        above = text.line_of(start) - 1
        while above >= 0 and text.line(above).lstrip().startswith("#"):
            line = text.line(above)
            if (match := _KNOWN_PRAGMA.fullmatch(line.strip())) and _kind(match[1]) == kind:
                at = text.line_span(above).start + len(line) - len(line.lstrip()) + match.end(2)
                new = [name for name in dict.fromkeys(names) if name not in _names(match[2])]
                edits.append(Edit(Span(at, at), "".join(f",{name}" for name in new)))
                break
            above -= 1
        else:
            edits.append(
                Edit(Span(start, start), f"# {kind}{','.join(dict.fromkeys(names))}{_end(text.string, start)}")
            )
    return [edit for edit in edits if edit.new]


def _kind(written: str) -> str:
    return "hadolint ignore=" if written.startswith("hadolint") else "check=skip="


def _names(written: str) -> list[str]:
    return [name.strip() for name in written.split(",") if name.strip()]


def _end(string: str, start: int) -> str:
    return "\r\n" if string[:start].endswith("\r\n") else "\n"
