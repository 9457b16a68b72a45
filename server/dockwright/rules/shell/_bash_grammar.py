"""Constructs of bash that dash, or the ash of BusyBox, cannot read; each was tried with both."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dockwright.image.run_body import Body
from dockwright.lazy import pattern
from dockwright.syntax.shell import Compound, Pipeline, Simple
from dockwright.syntax.shell.nodes import Word
from dockwright.text import Span

_PARAMETER = pattern(r"\$\{\w+(?:(?P<slice>:[\d( $])|(?P<replace>/)|(?P<case>\^|,)|(?P<array>\[))")
_QUOTED = pattern(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|\$\{[^}]*\}")
_BRACES = pattern(r"(?<!\$)\{[^{}\s]*(?:,|\.\.)[^{}\s]*\}")
_OF_FILES = frozenset({"mkdir", "touch", "rm", "cp", "mv", "chmod", "chown", "install", "rmdir"})
"""Programs whose operands are files; others, such as curl, may read braces themselves."""
_LOOP, _FUNCTION = pattern(r"for\s*\(\("), pattern(r"function\s")


@lru_cache(maxsize=1024)
def foreign(body: Body, ash: bool) -> tuple[tuple[Span, str], ...]:
    """Each construct with its name in messages, such as "`<<<`"; `ash`: BusyBox, which knows more than dash."""
    return tuple(_foreign(body, ash))


def _foreign(body: Body, ash: bool) -> Iterator[tuple[Span, str]]:
    for node in body.script.nodes():
        if isinstance(node, Simple):
            yield from _of_simple(node, ash)
        elif isinstance(node, Pipeline):
            yield from ((one.span, "`|&`") for one in node.operators if one.text == "|&")
        elif isinstance(node, Compound):
            if node.kind == "for" and _LOOP.match(body.text, node.span.start):
                yield Span(node.span.start, node.span.start + 3), "`for ((...))`"
            elif node.kind == "function" and not ash and _FUNCTION.match(body.text, node.span.start):
                yield Span(node.span.start, node.span.start + 8), "`function`"


def _of_simple(node: Simple, ash: bool) -> Iterator[tuple[Span, str]]:
    yield from ((one.span, "`<<<`") for one in node.redirections if one.operator == "<<<")
    values = [one.value for one in node.assignments if one.value is not None]
    yield from ((one.span, "`=(...)`") for one in values if one.text.startswith("("))
    targets = [one.target for one in node.redirections if one.target is not None]
    for word in (*node.words, *values, *targets):
        if word.text.startswith(("<(", ">(")) and not ash:
            yield word.span, "`<(...)`"
        yield from _parameters(word, ash)


def _parameters(word: Word, ash: bool) -> Iterator[tuple[Span, str]]:
    for variable in word.variables:
        start = variable.span.start - word.span.start
        found = _PARAMETER.match(word.text, start) if variable.braced and start >= 0 else None
        if found is None or (ash and found.lastgroup in ("slice", "replace")):
            continue
        yield variable.span, f"`{word.text[start : variable.span.end - word.span.start]}`"


@lru_cache(maxsize=1024)
def unexpanded(body: Body) -> tuple[tuple[Span, str], ...]:
    """Words with braces that bash would expand, and that stay one word in dash and ash."""
    return tuple(_unexpanded(body))


def _unexpanded(body: Body) -> Iterator[tuple[Span, str]]:
    for node in body.script.nodes():
        if isinstance(node, Simple) and node.name in _OF_FILES:
            for word in node.arguments:
                if _BRACES.search(_QUOTED.sub("", word.text)):
                    yield word.span, word.text
