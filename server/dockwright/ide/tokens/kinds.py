"""The token kinds of the words of one instruction, including its script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from dockwright.image.run_text import body_of, source_span
from dockwright.semantics import mounts
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.shell import AndOr, Compound, Operator, Pipeline, Sequence, Simple
from dockwright.syntax.words import Quote, WordError, read, variables
from dockwright.text import Span

Kind = Literal[
    "comment", "keyword", "macro", "class", "namespace", "variable", "property", "parameter", "string", "number",
    "operator", "function",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "comment", "keyword", "macro", "class", "namespace", "variable", "property", "parameter", "string", "number",
    "operator", "function",
)  # fmt: skip

_SHELL_KEYWORD = re.compile(
    r"(?<![\w-])(?:if|then|elif|else|fi|for|in|do|done|while|until|case|esac|function)(?![\w-])"
)
_NUMBER = re.compile(r"\d+(?:-\d+)?(?:/\w+)?\Z")


class Paint(NamedTuple):
    """A range and its kind; a later range covers an earlier one."""

    span: Span
    kind: Kind
    declares: bool = False
    deprecated: bool = False


def paints(step: Step) -> Iterator[Paint]:
    """The ranges of an instruction, outer before inner."""
    outer = step.instruction
    yield from _instruction(outer)
    if outer.inner:
        yield from _instruction(outer.inner)
    yield from _shell(step)
    yield from (Paint(comment.span, "comment") for comment in outer.comments)


def _instruction(instruction: Instruction) -> Iterator[Paint]:
    yield Paint(instruction.keyword.span, "keyword", deprecated=instruction.name == "MAINTAINER")
    for flag in instruction.flags:
        yield Paint(flag.name_span, "parameter")
        if flag.name == "mount":
            for field in mounts.fields(instruction, flag):
                if field.value is not None and field.span != field.value_span:
                    yield Paint(Span(field.span.start, field.value_span.start - 1), "property")
                    yield Paint(field.value_span, "string")
        elif flag.value is not None:
            yield Paint(flag.value_span, "namespace" if flag.name == "from" else "string")
        yield from _words(instruction, flag.value_span)
    yield from _arguments(instruction)
    for heredoc in instruction.heredocs:
        if instruction.name in ("COPY", "ADD"):
            yield Paint(heredoc.body, "string")
            if heredoc.expand:
                yield from _words(instruction, heredoc.body, joined=False)
        yield Paint(heredoc.marker, "macro")
        if heredoc.terminator:
            yield Paint(heredoc.terminator, "macro")


def _arguments(instruction: Instruction) -> Iterator[Paint]:
    found = instruction.arguments
    match instruction.name:
        case "FROM":
            for index, token in enumerate(found):
                if index == 0:
                    yield Paint(token.span, "namespace")
                    yield from _words(instruction, token.span)
                else:
                    yield Paint(token.span, "keyword" if index == 1 else "class", declares=index == 2)
        case "ENV" | "LABEL":
            for key, value in instruction.pairs:
                yield Paint(value.span, "string")
                is_env = instruction.name == "ENV"
                yield Paint(key.span, "variable" if is_env else "property", declares=is_env)
                yield from _words(instruction, value.span)
        case "ARG":
            for token in found:
                name, equals, _ = token.value.partition("=")
                at = token.span.start + len(name)
                yield Paint(Span(token.span.start, min(at, token.span.end)), "variable", declares=True)
                if equals and at + 1 < token.span.end:
                    yield Paint(Span(at + 1, token.span.end), "string")
                    yield from _words(instruction, Span(at + 1, token.span.end))
        case "HEALTHCHECK":
            if found:
                yield Paint(found[0].span, "keyword")
            if instruction.is_json:
                yield from (Paint(token.span, "string") for token in found[1:])
        case "RUN" | "CMD" | "ENTRYPOINT" | "SHELL":
            if instruction.is_json:
                yield from (Paint(token.span, "string") for token in found)
        case "EXPOSE":
            for token in found:
                if _NUMBER.match(token.value):
                    yield Paint(token.span, "number")
                yield from _words(instruction, token.span)
        case "ONBUILD" | "MAINTAINER":
            pass
        case _:
            for token in found:
                if instruction.is_json:
                    yield Paint(token.span, "string")
                yield from _words(instruction, token.span)


def _words(instruction: Instruction, span: Span, joined: bool = True) -> Iterator[Paint]:
    """The quotes and variables of a word that BuildKit expands."""
    unit, start = instruction.unit, instruction.start
    if span.start >= span.end:
        return
    if joined:
        base = unit.joined.offset(span.start - start)
        text = unit.joined.string[base : unit.joined.offset(span.end - start - 1) + 1]
    else:
        base, text = 0, unit.text[span.start - start : span.end - start]
    if "$" not in text and '"' not in text and "'" not in text:
        return

    def place(part: Span) -> Span:
        if not joined:
            return part.shifted(span.start)
        return instruction.source_span(base + part.start, base + part.end)

    try:
        parts = read(text, unit.escape, quotes=joined)
    except WordError:
        return
    quotes = [part.span for part in parts if isinstance(part, Quote)]
    for opening, closing in zip(quotes[::2], quotes[1::2], strict=False):
        yield Paint(place(Span(opening.start, closing.end)), "string")
    for variable in variables(parts):
        yield Paint(place(variable.span if not variable.operator else variable.name_span), "variable")


def _shell(step: Step) -> Iterator[Paint]:
    """The words in the script of a RUN, if a POSIX shell runs it."""
    body = body_of(step)
    if body is None:
        return
    unit = (step.instruction.inner or step.instruction).unit
    for span, kind, declares in _nodes(body.text, list(body.script.nodes())):
        yield Paint(source_span(unit, span).shifted(step.instruction.start), kind, declares)
    for word in body.script.words():
        for variable in word.variables:
            yield Paint(source_span(unit, variable.span).shifted(step.instruction.start), "variable")


def _nodes(text: str, nodes: list[object]) -> Iterator[tuple[Span, Kind, bool]]:
    operators: tuple[Operator, ...]
    for node in nodes:
        operators = ()
        if isinstance(node, Compound):
            at = node.span.start
            for end in (*(body.span.start for body in node.bodies), node.span.end):
                yield from ((Span(*match.span()), "keyword", False) for match in _SHELL_KEYWORD.finditer(text, at, end))
                at = next((body.span.end for body in node.bodies if body.span.start == end), end)
            if node.name and node.name_span:
                yield node.name_span, "variable" if node.kind == "for" else "function", True
        elif isinstance(node, Simple):
            for index, word in enumerate(node.words):
                if index == 0:
                    yield word.span, "function", False
                elif word.text[:1] in "'\"":
                    yield word.span, "string", False
                elif word.text.startswith("-"):
                    yield word.span, "parameter", False
            for assignment in (*node.assignments, *node.declared):
                yield assignment.name_span, "variable", True
        elif isinstance(node, (AndOr, Pipeline)):
            operators = node.operators
        elif isinstance(node, Sequence):
            operators = node.separators
        yield from ((operator.span, "operator", False) for operator in operators if operator.text.strip())
