"""`ConsistentInstructionCasing`: keywords whose case differs from that of most keywords of the file."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body
from dockwright.semantics.structure import CAME_OR_WENT
from dockwright.syntax.arguments import NAMES
from dockwright.text import Edit


@rule("ConsistentInstructionCasing", Severity.INFORMATION, on=(CAME_OR_WENT,))
def consistent_instruction_casing(model: Model) -> Iterator[Finding]:
    counts = [_counts(stage.body) for stage in model.stages]
    lower, upper, total = (sum(count[index] for count in counts) for index in range(3))
    to_lower = lower > upper
    if total in (lower, upper):
        return
    for stage, count in zip(model.stages, counts, strict=True):
        if count[0 if to_lower else 1] == count[2]:
            continue
        for unit, offset in zip(stage.body.units, stage.body.offsets, strict=True):
            word = unit.keyword.value
            wanted = word.lower() if to_lower else word.upper()
            if word != wanted and unit.name in NAMES:
                span = unit.keyword.span.shifted(stage.start + offset)
                message = f"Most keywords in this file are in {'lower' if to_lower else 'upper'} case; write `{wanted}`"
                whole = span.end - span.start == len(word)  # else it contains a continuation, possibly with a comment
                fixes = (Fix(f"Change to `{wanted}`", (Edit(span, wanted),)),) if whole else ()
                yield Finding(span, message, fixes)


def _counts(body: Body) -> tuple[int, int, int]:
    """The number of keywords in lower case, in upper case, and in total."""
    found: tuple[int, int, int] | None = body.memo.get("casing")
    if found is None:
        words = [unit.keyword.value for unit in body.units]
        odd = [word for word in words if not word.isupper()]
        found = sum(map(str.islower, odd)), len(words) - len(odd), len(words)
        body.memo["casing"] = found
    return found
