"""What is foreseen of files comes true: a real engine builds and runs what is warned of, and what is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from dockwright.config import Config
from dockwright.context.file_facts import asked
from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.findings import engine as rules
from dockwright.findings.finding import Severity
from dockwright.findings.rule import all_rules
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from engine.engine import Engine, Source

FILES = {
    "plain.sh": "#!/bin/sh\ntrue\n",
    "crlf.sh": "#!/bin/sh\r\ntrue\r\n",
    "bare.sh": "true\n",
    "bash.sh": "#!/bin/bash\ntrue\n",
}
WARNS_OF = (
    "file-not-there", "mkdir-fails", "folder-is-a-file", "copied-path-missing", "mount-read-only",
    "script-cannot-start",
    "script-cannot-run", "start-file-elsewhere",
)  # fmt: skip
_BLOCK = re.compile(r"^```dockerfile (fails|works) (build|run)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Case(NamedTuple):
    """A block of the page."""

    fails: bool
    runs: bool
    dockerfile: str


PAGE = (Path(__file__).parent / "foresight_files.md").read_text(encoding="utf-8")
CASES = [Case(match[1] == "fails", match[2] == "run", match[3]) for match in _BLOCK.finditer(PAGE)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.dockerfile)
def test_a_warning_is_there_where_it_should_be(case: Case, tmp_path: Path) -> None:
    for name, text in {**FILES, "Dockerfile": case.dockerfile, "compose.yaml": "services: {a: {build: .}}"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        (tmp_path / name).chmod(0o755)
    tree = parse(case.dockerfile)
    context = Survey(walk(tmp_path)).context("Dockerfile", [], into=asked(tree))
    chosen = rules.Selection(Config(), ((rule, Severity.WARNING) for rule in all_rules() if rule.code in WARNS_OF))
    found = [one for group in rules.check(analyse(tree), chosen, context) for one in group.findings]
    assert bool(found) == case.fails, found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.dockerfile)
def test_the_engine_agrees(case: Case, engine: Engine) -> None:
    built = engine.build(case.dockerfile, {name: Source(text, 0o755) for name, text in FILES.items()})
    if not case.runs:
        assert (built.image is None) == case.fails, built.log
        return
    assert built.image is not None, built.log
    assert (engine.run(built.image).status != 0) == case.fails
