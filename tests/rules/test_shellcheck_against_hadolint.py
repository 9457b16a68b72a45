"""hadolint asks ShellCheck, too: what it passes on of a RUN, we say as well, or a table says why not."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockwright.config.files import parse as parse_config
from dockwright.findings.finding import Finding
from dockwright.ide.snapshot import Snapshot
from hadolint_run import CONFIG, EVERY, explains, hadolint, program
from remarks import PROGRAM, remarked
from shared import SHARED, needs_shared

DIFFERENCES = tomllib.loads((Path(__file__).parent / "shellcheck_differences.toml").read_text(encoding="utf-8"))
_PREDEFINED = re.compile(r"(?i)(?:https?|ftp|no|all)_proxy\Z|PATH\Z")


@needs_shared
@pytest.mark.skipif(not PROGRAM.exists(), reason="ShellCheck is not here")
def test_the_same_remarks_as_hadolint(tmp_path: Path) -> None:
    theirs_program = program()
    if theirs_program is None:
        pytest.skip("hadolint is not here")
    assert SHARED is not None
    files = sorted((SHARED / "corpus").glob("*.Dockerfile"))[::EVERY]
    theirs = hadolint(theirs_program, files, tmp_path, "SC")
    parsed = parse_config(".hadolint.yaml", CONFIG)
    assert parsed is not None
    common, unexplained, used = 0, [], Counter[int]()
    for path in files:
        expected = theirs[path.name]
        if ("DL1000", 0) in expected:
            continue
        source = path.read_bytes().decode("utf-8", "replace")
        snapshot = Snapshot.of(source, parsed[0])
        found = {line: list(remarks) for line, remarks in _by_run(snapshot, remarked(source, tmp_path, parsed[0]))}
        common += sum(code in {remark.code for remark in found.get(line, ())} for code, line in expected)
        heard = {line for _, line in expected}
        missed = [(place, None) for place in expected if place[0] not in {one.code for one in found.get(place[1], ())}]
        beyond = [((one.code, line), one) for line, remarks in found.items() if line not in heard for one in remarks]
        for side, places in (("missed", missed), ("beyond", beyond)):
            for place, remark in places:
                entries = (
                    entry
                    for entry in DIFFERENCES[side]
                    if (
                        place[0] in entry["rules"] and _is_about_known(snapshot, remark)
                        if entry.get("known")
                        else explains(entry, place, snapshot.model)
                    )
                )
                entry = next(entries, None)
                used[id(entry)] += 1
                if entry is None:
                    unexplained.append((side, *place, path.name))
    assert unexplained == []
    assert common > 300 / EVERY
    if EVERY == 1:
        assert [entry for side in DIFFERENCES.values() for entry in side if not used[id(entry)]] == []


def _by_run(snapshot: Snapshot, remarks: list[Finding]) -> Iterator[tuple[int, list[Finding]]]:
    """The remarks on each RUN, by the line of its keyword."""
    found: dict[int, list[Finding]] = {}
    for remark in remarks:
        run = snapshot.tree.at(remark.span.start)
        assert run is not None
        found.setdefault(snapshot.text.line_of(run.keyword.span.start) + 1, []).append(remark)
    yield from found.items()


def _is_about_known(snapshot: Snapshot, remark: Finding | None) -> bool:
    """Whether the words that a remark stands on use a variable that is set before the RUN."""
    step = snapshot.model.step_at(remark.span.start) if remark else None
    if step is None or remark is None:
        return False
    names = re.findall(r"\$\{?([A-Za-z_]\w*)", snapshot.text.slice(remark.span))
    known = step.before.variables.keys() | step.before.declared
    return any(name in known or _PREDEFINED.match(name) for name in names)
