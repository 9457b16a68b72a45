"""Variables that a shell script sets itself, valid within one RUN."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide.snapshot import Snapshot
from dockwright.image.run_text import body_of, source_span
from dockwright.refactors.names.symbols import Mention, Symbol
from dockwright.syntax.shell import variables_assigned, variables_used
from dockwright.text import Span


def shell_symbol(snapshot: Snapshot, offset: int) -> Symbol | None:
    """The shell variable that is set or used at `offset`."""
    step = snapshot.model.step_at(offset)
    body = body_of(step) if step else None
    if step is None or body is None or body.script.has_errors:
        return None
    unit = (step.instruction.inner or step.instruction).unit
    start = step.instruction.start

    def place(span: Span) -> Span:
        return source_span(unit, span).shifted(start)

    assigned = [(item.name, place(item.span)) for item in variables_assigned(body.script)]
    names = {name for name, _ in assigned}
    used = [(item.name, place(item.name_span)) for item in variables_used(body.script) if item.name in names]
    found = next((name for name, span in (*assigned, *used) if span.touches(offset)), None)
    if found is None:
        return None
    written = [span for name, span in assigned if name == found]
    read = [span for name, span in used if name == found and span not in written]
    mentions = sorted((*_written(written), *_read(read, written)), key=lambda mention: mention.span)
    return Symbol("shell", found, tuple(mentions), f"{found} is a shell variable, which programs may read")


def _written(spans: list[Span]) -> Iterator[Mention]:
    return (Mention(span, "write", origin=span) for span in spans)


def _read(spans: list[Span], written: list[Span]) -> Iterator[Mention]:
    """Uses, each with the last assignment before it in the text."""
    for span in spans:
        before = [place for place in written if place.start < span.start]
        yield Mention(span, "read", origin=before[-1] if before else written[0])
