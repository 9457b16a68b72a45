"""BuildKit's own checks over real files and hard cases say on which lines its rules find something."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

from dockwright.config import Config
from dockwright.findings.engine import check, only, select
from dockwright.findings.finding import Severity
from dockwright.findings.rule import by_name
from dockwright.frozen import replace
from dockwright.semantics.model import analyse
from dockwright.semantics.state import State
from dockwright.syntax.tree import parse
from shared import SHARED, needs_shared

CHECKS = frozenset(
    {
        "LegacyKeyValueFormat", "FromAsCasing", "WorkdirRelativePath", "ReservedStageName", "RedundantTargetPlatform",
        "FromPlatformFlagConstDisallowed", "MultipleInstructionsDisallowed", "StageNameCasing", "DuplicateStageName",
        "JSONArgsRecommended", "MaintainerDeprecated", "UndefinedVar", "UndefinedArgInFrom", "InvalidDefaultArgInFrom",
        "SecretsUsedInArgOrEnv", "ConsistentInstructionCasing", "NoEmptyContinuation", "ExposeProtoCasing",
        "ExposeInvalidFormat", "InvalidDefinitionDescription",
    }
)  # fmt: skip
"""All but InvalidBaseImagePlatform, which needs the image, and CopyIgnoredFile, which needs a context."""

DRIVE = re.compile(r"(?i)workdir\s+(\"?[a-z]:|\$GOPATH)")
"""Folders with a drive letter, as GOPATH has in these files, are relative to BuildKit on Linux; not so to us."""


def _path_only(image: str, unknown: State) -> State:
    """The images that BuildKit was given: for Linux, and with a PATH in their environment."""
    return replace(unknown, base_known=True, workdir="/", user="")


def _found(source: str) -> set[tuple[str, int]]:
    """The checks and the line, from 1, on which the instruction with each finding begins."""
    tree = parse(re.sub("hadolint|tally", "comments", source))  # BuildKit does not know the comments of others
    found = set()
    for group in check(analyse(tree, base_state=_path_only), only(*(by_name()[name.lower()] for name in CHECKS))):
        for finding in group.findings:
            start = finding.span.start + group.start
            instruction = tree.at(start) or tree.at(tree.starts[tree.piece_at(start) + 1])
            assert instruction is not None
            found.add((finding.code, tree.text.string.count("\n", 0, instruction.keyword.span.start) + 1))
    return found


def _begin(source: str, line: int) -> int:
    """The line on which the instruction begins that holds a line."""
    tree = parse(source)
    lines = source.split("\n")
    instruction = tree.at(len("\n".join(lines[: line - 1])) + (line > 1))
    return source.count("\n", 0, instruction.keyword.span.start) + 1 if instruction else line


def _wanted(source: str, warnings: list[tuple[str, list[int]]]) -> set[tuple[str, int]]:
    return {(name, _begin(source, lines[0])) for name, lines in warnings if name in CHECKS and lines}


def _rows(name: str) -> list[dict[str, Any]]:
    assert SHARED is not None
    return [json.loads(line) for line in (SHARED / "oracle" / name).read_text(encoding="utf-8").splitlines()]


@needs_shared
def test_the_same_lines_as_buildkit_in_real_files() -> None:
    assert SHARED is not None
    different: dict[str, list[str]] = defaultdict(list)
    compared = 0
    for case in _rows("corpus.jsonl"):
        if "build_error" in case or "error" in case["parse"]:
            continue
        source = (SHARED / "corpus" / case["file"]).read_bytes().decode("utf-8", "replace")
        found, wanted = _found(source), _wanted(source, case["checks"])
        compared += len(wanted)
        for code, number in found ^ wanted:
            if code == "WorkdirRelativePath" and DRIVE.match(source.split("\n")[number - 1]):
                continue
            different[code].append(f"{case['file']}:{number} {'ours' if (code, number) in found else 'theirs'}")
    assert dict(different) == {}
    assert compared > 2000


@needs_shared
def test_the_same_lines_as_buildkit_in_hard_cases() -> None:
    different = {}
    for row in _rows("checks.jsonl"):
        expect = row["expect"]
        answers = expect.get("expect_any", [expect]) if isinstance(expect, dict) else expect
        source, name = row["dockerfile"], row["id"]
        found = _found(source)
        wanted = [_wanted(source, [(w["rule"], w["lines"]) for w in one["warnings"]]) for one in answers]
        stopped = any("error" in one for one in answers)
        if not any(found == one or (stopped and found >= one) for one in wanted):
            different[name] = (source, found, wanted)
    assert different == {}


GIVEN = re.compile(r"base name \(.*\) should not be blank|failed to parse stage name .*: invalid reference format\Z")
"""Errors that go away once the build is given its arguments; `InvalidDefaultArgInFrom` tells of them."""

NO_ERROR = {
    "edge/check/error": "the check that stops the build is reported itself, at its own level",
    "edge/empty": "an empty file is one that somebody begins to write",
    "edge/scope/from-stage-arg": "see GIVEN",
    "edge/stage/empty-base": "see GIVEN",
    "edge/probe/28": "$X may be set by the base image; with its true environment known it is an error",
    "edge/onbuild/trigger-bad": "reported at the trigger itself, not where it fires",
    "edge/probe/9": "a build argument may give A a value",
    "edge/probe/10": "a build argument may give A a value",
    "edge/mount/device": "the engine may have its own front end; `flag-needs-newer-syntax` tells of it",
}


def _errors(source: str) -> set[int]:
    """The lines on which instructions begin that hold an error; 0 for those before the first."""
    tree = parse(source)
    found = set()
    for group in check(analyse(tree, base_state=_path_only), select(Config())):
        for finding in group.findings:
            if finding.severity is Severity.ERROR:
                instruction = tree.at(finding.span.start + group.start)
                line = source.count("\n", 0, instruction.keyword.span.start) + 1 if instruction else 0
                found.add(line)
    return found


@needs_shared
def test_what_stops_a_build_is_an_error_where_buildkit_stops() -> None:
    assert SHARED is not None
    missed = {}
    for row in _rows("checks.jsonl"):
        expect, source = row["expect"], row["dockerfile"]
        found = _errors(source)
        lines = {_begin(source, place["start"]) for place in expect.get("lines", ())}
        wanted = found if not lines else found & lines
        if bool(wanted) != ("error" in expect) and row["id"] not in NO_ERROR:
            missed[row["id"]] = (source, expect.get("error"), found)
    assert missed == {}
    for case in _rows("corpus.jsonl"):
        source = (SHARED / "corpus" / case["file"]).read_bytes().decode("utf-8", "replace")
        if "build_error" in case and not _errors(source) and not GIVEN.match(case["build_error"]):
            missed[case["file"]] = (case["build_error"],)
    assert missed == {}
