"""`--fix` over real Dockerfiles: the result parses, has nothing more to fix, and the rest of the file is as before."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from dockwright.cli.inspect import described
from dockwright.config import Config
from dockwright.findings.engine import select
from dockwright.findings.finding import Severity
from dockwright.ide.actions.fix_all import fixed, is_fixable
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, apply
from shared import SHARED, needs_shared

STEP = 1 if os.environ.get("DOCKWRIGHT_WHOLE") else 6


def snapshots() -> Iterator[tuple[str, Snapshot]]:
    assert SHARED
    selection = select(Config())
    rows = map(json.loads, (SHARED / "corpus/index.jsonl").read_text("utf-8").split("\n")[:-1])
    for row in list(rows)[::STEP]:
        source = (SHARED / "corpus" / row["file"]).read_bytes().decode("utf-8", "surrogateescape")
        yield row["file"], Snapshot.of(source, selection)


@needs_shared
def test_all_fixes_together() -> None:
    wrong = []
    changed = 0
    for name, before in snapshots():
        after = fixed(before)
        changed += after.text.string != before.text.string
        again = Snapshot.of(after.text.string, before.selection)
        if len(again.tree.problems) > len(before.tree.problems):
            wrong.append(f"{name} no longer parses")
        if is_fixable(again):
            wrong.append(f"{name} has more to fix")
        if _errors(again) - _errors(before):
            wrong.append(f"{name} has new errors")
    assert changed > 50 and wrong == []


@needs_shared
def test_each_fix_alone_changes_its_instructions_and_no_others() -> None:
    wrong = []
    tried: Counter[str] = Counter()
    for name, before in snapshots():
        nodes = described(before.text.string)["nodes"]
        for finding in before.findings:
            for fix in finding.fixes[:1]:
                if not fix.edits or tried[finding.code] > 20:
                    continue
                tried[finding.code] += 1
                after = described(apply(before.text.string, fix.edits))["nodes"]
                touched = _touched(before, fix.edits)
                first, last = _first_difference(nodes, after), _first_difference(nodes[::-1], after[::-1])
                if touched and (first < touched[0] or len(nodes) - 1 - last > touched[-1]):
                    wrong.append(f"{name}: {finding.code} changes more than it says")
    assert len(tried) > 15 and wrong == []


def _errors(snapshot: Snapshot) -> Counter[str]:
    return Counter(finding.code for finding in snapshot.findings if finding.severity is Severity.ERROR)


def _touched(snapshot: Snapshot, edits: tuple[Edit, ...]) -> list[int]:
    """The instructions that the edits touch, and those whose comments they do."""
    starts = [0, *(instruction.full_end for instruction in snapshot.tree.instructions)]
    return sorted(
        index
        for index, (start, end) in enumerate(pairwise(starts))
        if any(edit.span.start <= end and start <= edit.span.end for edit in edits)
    )


def _first_difference(before: list[Any], after: list[Any]) -> int:
    """The first instruction that is another one, wherever it stands."""
    for index, (one, two) in enumerate(zip(before, after, strict=False)):
        if {**one, "start": 0, "end": 0} != {**two, "start": 0, "end": 0}:
            return index
    return min(len(before), len(after))
