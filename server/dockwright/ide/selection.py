"""Selection ranges: name, word, argument, command, instruction, stage, file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.ide.snapshot import Snapshot
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics import mounts
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_WORD = re.compile(r"\w+")


def selections(snapshot: Snapshot, offset: int) -> list[Span]:
    """Ranges around `offset`, each inside the next; the last is the whole file."""
    found = sorted({span for span in _all(snapshot, offset) if span.touches(offset)}, key=_length)
    chain: list[Span] = []
    for span in found:
        if span.start < span.end and (not chain or span.covers(chain[-1])):
            chain.append(span)
    return chain or [Span(offset, offset)]


def _length(span: Span) -> tuple[int, int]:
    return span.end - span.start, span.start


def _all(snapshot: Snapshot, offset: int) -> Iterator[Span]:
    text = snapshot.text
    yield Span(0, len(text))
    line = text.line_span(text.line_of(offset))
    around = Span(max(line.start, offset - 200), min(line.end, offset + 200))
    yield from (Span(*match.span()) for match in _WORD.finditer(text.string, around.start, around.end))
    stage = snapshot.model.stage_at(offset)
    if stage is not None:
        yield stage.span
    step = snapshot.model.step_at(offset)
    if step is not None:
        yield from _instruction(step.instruction, offset)
        yield from _shell(step)
    else:
        yield Span(line.start + len(text.line(text.line_of(offset))) - len(text.slice(line).lstrip()), line.end)


def _instruction(instruction: Instruction, offset: int) -> Iterator[Span]:
    yield instruction.span
    yield instruction.head_span
    yield instruction.keyword.span
    yield instruction.arguments_span
    for flag in instruction.flags:
        yield flag.span
        yield flag.value_span
        if flag.name == "mount" and flag.span.touches(offset):
            for field in mounts.fields(instruction, flag):
                yield field.span
                yield field.value_span
    yield from (token.span for token in instruction.arguments)
    if instruction.name in ("ENV", "LABEL"):
        yield from (Span(key.span.start, value.span.end) for key, value in instruction.pairs)
    for heredoc in instruction.heredocs:
        yield heredoc.body
        yield heredoc.marker
        yield Span(heredoc.body.start, heredoc.terminator.end if heredoc.terminator else heredoc.body.end)
    if instruction.inner:
        yield from _instruction(instruction.inner, offset)


def _shell(step: Step) -> Iterator[Span]:
    """Words, commands and lists in the script of a RUN."""
    body = body_of(step)
    if body is None:
        return
    instruction = step.instruction.inner or step.instruction
    for node in body.script.nodes():
        yield source_span(instruction.unit, node.span).shifted(instruction.start)
    for word in body.script.words():
        yield source_span(instruction.unit, word.span).shifted(instruction.start)
