"""`dockwright inspect` and the choice of commands."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dockwright.cli.inspect import described
from dockwright.cli.main import main
from shared import SHARED, needs_shared

DELIBERATE = {"edge/uni/10"}
"""BuildKit cuts a letter in two here; the parser's own test against it says more."""


@needs_shared
def test_the_fields_are_those_of_buildkit() -> None:
    assert SHARED
    rows = [json.loads(line) for line in (SHARED / "oracle/parse.jsonl").read_text("utf-8").split("\n") if line]
    different = []
    for row in rows:
        value, expect = described(row["dockerfile"]), row["expect"]
        if "error" in expect:
            same = "error" in value
        else:
            same = "error" not in value and value["escape"] == expect["escape"]
            same = same and value["nodes"] == expect["nodes"]
            same = same and value["warnings"] == expect["warnings"]
        if not same and row["id"] not in DELIBERATE:
            different.append(row["id"])
    assert rows and different == []


def test_stages_and_variables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text("ARG V=3\nFROM alpine:$V AS base\nENV A=1 B=$A\nENV C=${A}2\nFROM base\nUSER app\n")
    assert main(["inspect", "--json", str(file), str(file)]) == 0
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first == second
    base, last = first["stages"]
    assert (base["name"], base["base"], base["lines"]) == ("base", {"image": "alpine:3"}, [2, 4])
    assert (base["environment"]["C"], last["base"], last["user"]) == ("12", {"stage": 0}, "app")
    assert first["globals"]["V"] == "3"
    assert [(entry["line"], entry["cmd"], entry["value"]) for entry in last["trails"]["C"]] == [(4, "ENV", "${A}2")]
    assert first["trails"]["V"] == [{"line": 1, "cmd": "ARG", "global": True, "value": "3"}]


def test_typed_values_and_errors_stand_beside_the_nodes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text("FROM alpine\nONBUILD COPY --form=x a b\nENV A=1\nFOO\n")
    assert main(["inspect", "--json", str(file)]) == 0
    found = json.loads(capsys.readouterr().out)["instructions"]
    assert [entry.get("type") for entry in found] == ["Stage", "OnbuildCommand", "EnvCommand", None]
    assert found[1]["inner"]["errors"][0]["code"] == "unknown-flag"
    assert found[3]["errors"][0]["code"] == "unknown-instruction"


def test_a_broken_file_is_described_as_far_as_it_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text("FROM alpine\nENV A\nRUN x\n")
    assert main(["inspect", "--json", str(file)]) == 1
    value = json.loads(capsys.readouterr().out)
    assert value["errors"][0]["lines"] == [{"start": 2, "end": 2}]
    assert [node["cmd"] for node in value["nodes"]] == ["FROM", "ENV", "RUN"]


def test_misuse_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspct"]) == 2
    assert "did you mean `inspect`?" in capsys.readouterr().err
    assert main(["inspect", "no-such-file"]) == 2
    assert "no-such-file" in capsys.readouterr().err
    assert main(["inspect"]) == 2


def test_the_command_line_does_not_load_the_server() -> None:
    code = (
        "import sys\nfrom dockwright.cli.main import main\nmain(['inspect', '-'])\n"
        "print([name for name in sys.modules if name.startswith(('pygls', 'lsprotocol', 'dockwright.lsp'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input="FROM a\n", capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "server")},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"
