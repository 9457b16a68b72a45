"""`dockwright explain` and `graph`."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dockwright.cli.main import main

SOURCE = """\
ARG V=3
FROM alpine:$V AS base
ENV A=1
ARG B
USER app

FROM base
WORKDIR /srv
RUN a && \\
  b
COPY --from=base /x /y
RUN --mount=from=docker,target=/d x
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").write_text(SOURCE)
    return tmp_path / "Dockerfile"


def test_what_holds_at_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Dockerfile:10", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["instruction"], value["line"], value["user"], value["directory"]) == ("RUN", 9, "app", "/srv")
    assert value["stage"] == {"index": 1, "name": None, "from": ["base"], "image": "alpine:3"}
    assert value["variables"]["A"] == {"value": "1", "environment": True, "lines": [3]}
    assert main(["explain", "Dockerfile:6"]) == 0
    assert "line 7: FROM base" in capsys.readouterr().out
    assert main(["explain", "Dockerfile:9:2"]) == 0
    assert "  user       app\n  directory  /srv\n  shell      /bin/sh -c\n" in capsys.readouterr().out


def test_every_line_can_be_explained(file: Path) -> None:
    for line in range(1, SOURCE.count("\n") + 2):
        assert main(["explain", f"Dockerfile:{line}"]) == 0
    file.write_text("")
    assert main(["explain", "Dockerfile:1"]) == 0


def test_misuse(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Dockerfile"]) == 2
    assert "write FILE:LINE" in capsys.readouterr().err
    assert main(["explain", "Dockerfile:99"]) == 2
    assert "the file has 13" in capsys.readouterr().err
    assert main(["explain", "none:1"]) == 2
    assert main(["graph", "none"]) == 2
    assert main(["graph", "--format", "sgv"]) == 2
    assert "did you mean svg?" in capsys.readouterr().err


def test_graphs(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph"]) == 0
    assert capsys.readouterr().out == (
        'flowchart LR\n  image0(["alpine:$V"])\n  image1(["docker"])\n  stage0["base"]\n  stage1[["stage 1"]]\n'
        "  image0 --> stage0\n  stage0 --> stage1\n  stage0 -. COPY .-> stage1\n  image1 -. mount .-> stage1\n"
    )
    assert main(["graph", "--format", "svg", "-o", "x.svg"]) == 0
    root = ElementTree.parse("x.svg").getroot()
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["alpine:$V", "docker", "base", "stage 1"]
    file.write_text('FROM a"<b AS x\\y\nFROM x\\y\nCOPY --from=1 a b\n')
    for format in ("mermaid", "dot", "svg"):
        assert main(["graph", "--format", format]) == 0


@pytest.mark.skipif(not shutil.which("dot"), reason="there is no Graphviz")
def test_graphviz_reads_the_graph(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('FROM a"<b\\ AS x\nFROM x\nCOPY --from=x a b\n')
    assert main(["graph", "--format", "dot"]) == 0
    subprocess.run(["dot", "-Tplain"], input=capsys.readouterr().out, text=True, check=True, capture_output=True)
