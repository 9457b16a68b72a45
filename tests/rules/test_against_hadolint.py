"""hadolint itself, run on real files, says what its rules find; we find the same or write down why not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from dockwright.config import Config
from dockwright.rules.engine import Selection, check
from dockwright.rules.hadolint_levels import HADOLINT
from dockwright.rules.profiles import severity
from dockwright.rules.rule import all_rules
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from shared import SHARED, needs_shared

EVERY = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "8"))
"""One file in so many is compared; 1 compares the whole corpus, which takes minutes."""

POWERSHELL = "hadolint reads PowerShell and cmd as if they were a POSIX shell; we say nothing of them"
WRAPPED = "we see through sudo, env and xargs, hadolint does not"
DIFFERENT = {
    "DL3002": "a build stage may end as root; hadolint looks at every stage",
    "DL3006": "a variable in the name may hold the tag",
    "DL3022": "names of images with a tag or a variable are left alone",
    "DL3066": "a variable may hold a number",
    "DL3003": POWERSHELL,
    "DL3008": WRAPPED,
    "DL3009": "`apt-get dist-clean` deletes the lists; hadolint does not know it. " + WRAPPED,
    "DL3013": POWERSHELL + "; it flags git URLs and names whose version is in a variable, and overlooks options "
    "before the subcommand",
    "DL3016": POWERSHELL + "; it flags `npm install .`, and overlooks `npm i`. " + WRAPPED,
    "DL3018": "a line with a forgotten `&&`: the `apk add` is an argument there",
    "DL3019": "`--no-network` fetches no index",
    "DL3036": "hadolint overlooks that /var/cache/zypp is deleted",
    "DL3040": WRAPPED,
    "DL3041": WRAPPED,
    "DL3042": POWERSHELL,
    "DL3046": "hadolint measures the length of a variable's name",
    "DL3047": "cmd that calls powershell in each RUN, which neither of us knows",
    "DL3059": POWERSHELL,
    "DL3060": "hadolint knows `rm -rf $(yarn cache dir)`",
    "DL3067": "stages without a RUN, or from scratch, hold results only, such as images made to be copied whole",
    "DL4006": "`set -o pipefail` in the text is enough for us",
}


@needs_shared
def test_the_same_lines_as_hadolint() -> None:
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", ""))
    if program is None:
        pytest.skip("hadolint is not here")
    assert SHARED is not None
    files = sorted((SHARED / "corpus").glob("*.Dockerfile"))[::EVERY]
    theirs = _hadolint(program, files)
    rules = [found for found in all_rules() if found.code in HADOLINT and found.code != "DL3020"]
    config = Config(profile="hadolint")
    selection = Selection(config, [(found, severity(found, config)) for found in rules])
    codes = {found.code for found in rules}
    missed: dict[str, list[str]] = defaultdict(list)
    beyond: dict[str, list[str]] = defaultdict(list)
    wanted: Counter[str] = Counter()
    for path in files:
        source = path.read_bytes().decode("utf-8", "replace")
        expected = {place for place in theirs[path.name] if place[0] in codes}
        if ("DL1000", 0) in theirs[path.name] or "hadolint ignore" in source:
            continue
        found = _ours(source, selection)
        wanted.update(code for code, _ in expected)
        for code, line in expected - found:
            missed[code].append(f"{path.name}:{line}")
        for code, line in found - expected:
            beyond[code].append(f"{path.name}:{line}")
    for code in sorted(missed.keys() | beyond.keys()):
        if code not in DIFFERENT:
            assert len(missed[code]) <= 0.02 * wanted[code], (code, missed[code])
            assert len(beyond[code]) <= 0.02 * wanted[code], (code, beyond[code])
    assert sum(wanted.values()) > 100
    assert sum(map(len, missed.values())) <= 0.05 * sum(wanted.values())
    assert sum(map(len, beyond.values())) <= 0.02 * sum(wanted.values())


def _ours(source: str, selection: Selection) -> set[tuple[str, int]]:
    model = analyse(parse(source))
    found = set()
    for group in check(model, selection):
        for finding in group.findings:
            offset = finding.span.start + group.start
            instruction = model.tree.at(offset)
            assert instruction is not None
            found.add((finding.code, model.tree.text.line_of(instruction.keyword.span.start) + 1))
    return {place for place in found if place[0].startswith("DL")}


def _hadolint(program: str, files: list[Path]) -> dict[str, set[tuple[str, int]]]:
    found: dict[str, set[tuple[str, int]]] = {path.name: set() for path in files}
    done = subprocess.run(
        [program, "--no-fail", "-f", "json", *map(str, files)], capture_output=True, text=True, check=False
    )
    for item in json.loads(done.stdout):
        line = 0 if item["code"] == "DL1000" else item["line"]
        found[Path(item["file"]).name].add((item["code"], line))
    return found
