"""Builds a unit from its text."""

from __future__ import annotations

from dockwright.syntax import arguments, head, lines, markers
from dockwright.syntax.nodes import Flag, Heredoc, Joined, Problem, Token, Unit
from dockwright.text import Span

WITH_HEREDOCS = frozenset({"RUN", "COPY", "ADD"})
MAX_LINE = 65_535
"""Maximum number of bytes in a physical line; BuildKit rejects a file with a longer one."""


def build(text: str, escape: str, heredocs: tuple[Heredoc, ...], heredocs_open: bool) -> Unit:
    """Build the unit of `text`, given the heredocs that the splitter has found."""
    logical = lines.join(text, 0, escape)
    return _build(text, escape, logical, 0, heredocs, heredocs_open)


def _build(
    text: str, escape: str, logical: lines.Logical, start: int, heredocs: tuple[Heredoc, ...], heredocs_open: bool
) -> Unit:
    joined = logical.joined
    cut = head.cut(joined.string, start)
    word = joined.string[cut.keyword[0] : cut.keyword[1]]
    name = canonical(word)
    inner = None
    if name == "ONBUILD":
        found = arguments.Arguments("inner", ())
        if cut.rest < cut.rest_end:
            inner = _build(text, escape, logical, cut.rest, heredocs, heredocs_open)
    else:
        found = arguments.parse(name, joined, cut.rest, cut.rest_end, escape)
    problems = list(found.problems)
    if inner:
        problems += inner.problems
    elif heredocs_open:
        last = heredocs[-1]
        message = f"Heredoc is never closed; end it with a line that holds only `{last.name}`"
        problems.append(Problem("unterminated-heredoc", message, last.marker))
    if not start:
        problems += _long_lines(text)
    return Unit(
        text=text,
        escape=escape,
        joined=joined,
        keyword=Token(word, joined.span(*cut.keyword)),
        name=name,
        flags=tuple(_flag(joined, flag) for flag in cut.flags),
        rest=cut.rest,
        arguments=found.tokens,
        form=found.form,
        heredocs=heredocs,
        comments=logical.comments,
        blank_lines=logical.blank_lines,
        problems=tuple(problems),
        inner=inner,
        head_end=logical.end,
        heredocs_open=heredocs_open,
    )


def canonical(keyword: str) -> str:
    """A keyword in upper case; only ASCII letters are changed, so that no other letter maps to an ASCII one."""
    return keyword.upper() if keyword.isascii() else keyword


def heredoc_markers(joined: str, start: int, escape: str) -> tuple[markers.Marker, ...]:
    """The markers of a joined line if its instruction can have heredocs."""
    if "<<" not in joined:
        return ()
    cut = head.cut(joined, start)
    name = canonical(joined[cut.keyword[0] : cut.keyword[1]])
    if name == "ONBUILD" and not start:
        inner = head.cut(joined, cut.rest)
        name = canonical(joined[inner.keyword[0] : inner.keyword[1]])
        cut = inner
    if name not in WITH_HEREDOCS:
        return ()
    whole = Joined(joined, [0], [0], [len(joined)])
    found = arguments.parse(name, whole, cut.rest, cut.rest_end, escape) if joined.startswith("[", cut.rest) else None
    if found and found.form == "json":
        return ()
    return markers.find(joined)


def _flag(joined: Joined, flag: head.RawFlag) -> Flag:
    source = joined.string[flag.start : flag.end]
    name, equals, value = flag.value[2:].partition("=")
    at = source.find("=") if equals else -1
    middle = flag.end if at < 0 else flag.start + at
    value_span = joined.span(middle + 1, flag.end) if at >= 0 else joined.span(flag.end, flag.end)
    if at < 0:
        end = joined.span(flag.start, flag.end).end
        value_span = Span(end, end)
    return Flag(
        _text(name),
        _text(value) if equals else None,
        joined.span(flag.start, flag.end),
        joined.span(min(flag.start + 2, middle), middle),
        value_span,
        flag.value,
    )


def _text(mangled: str) -> str:
    """Decode the bytes that BuildKit read as characters."""
    if mangled.isascii():
        return mangled
    return mangled.encode("latin-1", "replace").decode("utf-8", "replace")


def _long_lines(text: str) -> list[Problem]:
    if len(text) <= MAX_LINE // 4:
        return []
    found = []
    at = 0
    for line in text.split("\n"):
        if len(line) > MAX_LINE // 4 and len(line.encode("utf-8", "surrogatepass")) > MAX_LINE:
            message = f"BuildKit refuses lines of more than {MAX_LINE} bytes; split the line with a continuation"
            found.append(Problem("line-too-long", message, Span(at, at + len(line))))
        at += len(line) + 1
    return found
