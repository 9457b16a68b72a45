"""Count how often each refactoring is offered and refused, and why, in the Dockerfiles of a folder.

    python scripts/refactors.py FOLDER [KIND]

Each is tried with a cursor on each line of each instruction, on each word, and with each group of adjacent RUNs
selected. Results and refusals are counted once per instruction at the start of the selection.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Refusal, Rewrite, all_refactors
from dockwright.text import Span


def main() -> None:
    folder, kind = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    chosen = [item for item in all_refactors() if item.kind.startswith(kind)]
    offered: Counter[str] = Counter()
    files: Counter[str] = Counter()
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "dockerfile" not in path.name.lower():
            continue
        total += 1
        snapshot = Snapshot.of(path.read_bytes().decode("utf-8", "replace"))
        starts = [instruction.start for instruction in snapshot.tree.instructions]
        for item in chosen:
            answers = {
                (bisect_right(starts, span.start), answer.plain if isinstance(answer, Rewrite) else answer)
                for span in places(snapshot)
                if (answer := item.apply(snapshot.model, span)) is not None
            }
            refused = [answer.reason for _, answer in answers if isinstance(answer, Refusal)]
            given = len(answers) - len(refused)
            offered[item.kind] += given
            files[item.kind] += given > 0
            reasons[item.kind].update(refused)
    print(f"{total} files")
    for item in chosen:
        refused_count = sum(reasons[item.kind].values())
        print(f"\n{item.kind}: offered {offered[item.kind]} times in {files[item.kind]} files, refused {refused_count}")
        for reason, count in reasons[item.kind].most_common():
            print(f"{count:8}  {reason}")


def places(snapshot: Snapshot) -> Iterator[Span]:
    """Every selection to try."""
    text = snapshot.text
    cursors: dict[int, None] = {}
    words: dict[Span, None] = {}
    for instruction in snapshot.tree.instructions:
        span = instruction.span
        for line in range(text.line_of(span.start), text.line_of(span.end) + 1):
            there = text.line_span(line)
            indent = there.end - there.start - len(text.slice(there).lstrip())
            cursors[min(max(span.start, there.start + indent), span.end)] = None
        for token in instruction.arguments[:20]:
            words[token.span] = None
            cursors[token.span.start] = None
    yield from (Span(offset, offset) for offset in cursors)
    yield from words
    for stage in snapshot.model.stages:
        for is_run, group in groupby(stage.steps, lambda step: step.instruction.name == "RUN"):
            steps = list(group)
            if is_run and len(steps) > 1:
                yield Span(steps[0].instruction.span.start, steps[-1].instruction.span.end)


if __name__ == "__main__":
    main()
