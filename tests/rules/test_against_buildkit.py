"""BuildKit's own checks over real files say on which lines its rules find something."""

from __future__ import annotations

import json
import re
from collections import defaultdict

from dockwright.rules.engine import check, only
from dockwright.rules.rule import by_name
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from shared import SHARED, needs_shared

CHECKS = (
    "LegacyKeyValueFormat", "FromAsCasing", "WorkdirRelativePath", "ReservedStageName",
    "FromPlatformFlagConstDisallowed", "RedundantTargetPlatform", "MultipleInstructionsDisallowed",
)  # fmt: skip

MAY_BE_ABSOLUTE = re.compile(r"(?i)workdir\s+(\"?[a-z]:|.*\$)")
"""Folders with a drive letter are relative to BuildKit's linter on Linux, and so are those that begin with a variable
of the base image, which it does not pull; we say nothing of either."""


@needs_shared
def test_the_same_lines_as_buildkit() -> None:
    assert SHARED is not None
    selection = only(*(by_name()[name.lower()] for name in CHECKS))
    different: dict[str, list[str]] = defaultdict(list)
    compared = 0
    for line in (SHARED / "oracle" / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        source = (SHARED / "corpus" / case["file"]).read_bytes().decode("utf-8", "replace")
        if "build_error" in case or "check=skip" in source:
            continue
        tree = parse(source)
        found = set()
        for group in check(analyse(tree), selection):
            for finding in group.findings:
                instruction = tree.at(finding.span.start + group.start)
                assert instruction is not None
                found.add((finding.code, tree.text.string.count("\n", 0, instruction.keyword.span.start) + 1))
        expected = {(name, lines[0]) for name, lines in case["checks"] if name in CHECKS and lines}
        compared += len(expected)
        for code, number in found ^ expected:
            if (code, number) in expected and MAY_BE_ABSOLUTE.match(source.split("\n")[number - 1]):
                continue
            different[code].append(f"{case['file']}:{number} {'ours' if (code, number) in found else 'theirs'}")
    assert dict(different) == {}
    assert compared > 1000
