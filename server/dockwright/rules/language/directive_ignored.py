"""`directive-ignored`: a comment that looks like a parser directive but is not read as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.model import Model
from dockwright.semantics.suggestions import similar
from dockwright.syntax.nodes import Comment, Gap
from dockwright.text import Edit, Span

_LINE = pattern(r"(?P<name>[A-Za-z]{4,8})[ \t]*=[ \t]*(?P<value>\S+)\Z")
_VALUES = {
    "syntax": re.compile(r"(?:[\w.-]+/)*(?:dockerfile|buildkit)[\w.:@/-]*\Z"),
    "escape": re.compile(r"[\\`]\Z"),
    "check": re.compile(r"(?:skip|error|experimental)=\S+\Z"),
}
"""A comment is only reported if its value is valid for the directive."""


@rule("directive-ignored", Severity.WARNING, aliases=("tally/syntax-directive-typo",), on=("#",))
def directive_ignored(model: Model) -> Iterator[Finding]:
    first = model.tree.pieces[0] if model.tree.pieces else None
    if type(first) is not Gap:
        return
    directives = model.tree.directives
    head = directives[-1].span.end if directives else 0
    for comment in first.comments:
        match = _LINE.match(comment.value) if comment.span.start >= head else None
        if match is None:
            continue
        name = match["name"].lower()
        meant = name if name in _VALUES else similar(name, tuple(_VALUES))
        if not meant or not _VALUES[meant].match(match["value"]) or (name == "check" == meant):
            continue
        if name != meant:
            at = first.text.index(match["name"], comment.span.start)
            fix = Fix(f"Change to `{meant}`", (Edit(Span(at, at + len(name)), meant),), safe=False, guess=True)
            yield Finding(comment.span, f"Unknown directive `{match['name']}`; did you mean `{meant}`?", (fix,))
        elif not any(directive.name == name for directive in directives):
            yield _late(comment, name)


def _late(comment: Comment, name: str) -> Finding:
    message = f"`# {name}=` has no effect here; move it to the top, above other comments and empty lines"
    return Finding(comment.span, message)
