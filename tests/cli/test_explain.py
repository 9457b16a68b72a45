"""`dockwright explain` and `graph`."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dockwright.cli.main import main

ROOT = Path(__file__).parents[2]
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


IMAGE = """\
FROM debian:12-slim AS build
WORKDIR /srv
COPY src/ .
RUN curl x && apt-get update && apt-get install -y git && ./x.sh
USER nobody

FROM build
RUN git y
CMD ["/srv/app.py"]
"""


def explained(line: int, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    assert main(["explain", f"Dockerfile:{line}", *options]) == 0
    return capsys.readouterr().out.splitlines()


def test_what_the_image_has_at_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(IMAGE)
    (file.parent / "compose.yaml").write_text("services: {a: {build: .}}\n")
    (file.parent / "src").mkdir()
    (file.parent / "src" / "app.py").write_text("x\n")
    at_run = explained(4, capsys)
    for line in (
        "  does       Runs `curl`, `apt-get`, `x.sh` in `/srv` as `root`.",
        "  packages   none installed by this file; no package lists",
        "  program    `curl`: not in `debian:12-slim`, and nothing here brings it; package `curl` has it",
        "  program    `apt-get`: in `debian:12-slim`",
        "  path       `/srv/x.sh`: not known, because `apt-get install -y git` at line 4 may bring or remove it",
        "  changes    installs the packages `git`",
        "  changes    fetches package lists",
        "  changes    may change anything: the effect of `./x.sh` is unknown",
    ):
        assert line in at_run
    assert any(line.startswith("  finding    command-not-installed: ") for line in at_run)
    copied = explained(3, capsys)
    assert "  does       Copies `src/` of the build context to `/srv`." in copied
    assert any(line.startswith("  source     `src/`: 1 file, 2 bytes; Build context: `.` (") for line in copied)
    assert any(
        line.startswith("  user       `nobody` (65534), home `/nonexistent`: in `debian")
        for line in explained(5, capsys)
    )
    because = "because `./x.sh` at line 4 may bring or remove it"
    assert "  packages   git installed by this file; package lists present" in explained(8, capsys)
    assert "  path       `/srv/app.py`: from `COPY src/ .` at line 3, your file `src/app.py`" in explained(9, capsys)
    file.write_text(IMAGE.replace("git y", "nmap y"))
    assert f"  program    `nmap`: not known, {because}" in explained(8, capsys)


def test_the_page_shows_what_is_printed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "explain.md").read_text(encoding="utf-8")
    file.write_text(page.split("```dockerfile\n")[1].split("```")[0])
    (file.parent / "setup.sh").write_text("")
    assert "\n".join([*explained(4, capsys), ""]) == page.split("```text\n")[1].split("```")[0]


def test_the_same_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(IMAGE)
    value = json.loads("".join(explained(4, capsys, "--json", "--no-context")))
    assert value["packages"] == {"family": "deb", "installed": [], "lists": "no"}
    curl = value["image"][0]
    assert {**curl, "text": ""} == {
        "kind": "program", "name": "curl", "line": 4, "there": "no", "since": None, "file": None, "package": "curl",
        "text": "",
    }  # fmt: skip
    path = json.loads("".join(explained(9, capsys, "--json", "--no-context")))["image"][0]
    assert (path["kind"], path["name"], path["there"]) == ("path", "/srv/app.py", "unknown")


def test_every_instruction_is_told_in_a_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        "ADD https://example.com/a.txt /a/",
        "COPY --from=alpine:3 /x /y",
        "COPY <<E /x\nE",
        "ENV A=1 B=2",
        "ARG C",
        "LABEL d=e",
        "EXPOSE 80",
        "VOLUME /v",
        "STOPSIGNAL TERM",
        "MAINTAINER m",
        "ONBUILD RUN y",
        "HEALTHCHECK CMD z",
        "HEALTHCHECK NONE",
        'SHELL ["/bin/bash", "-c"]',
        'ENTRYPOINT ["a"]',
        "CMD b c",
        'RUN ["d"]',
        "USER e",
        "WORKDIR f",
    ]
    for line in lines:
        file.write_text(f"FROM debian:12\n{line}\n")
        assert explained(2, capsys)[2].startswith("  does       "), line
        assert explained(2, capsys)[2].endswith("."), line


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
    for place, reason in (("Dockerfile:0", "line 0 not found"), ("Dockerfile:x", "has no line number"),
                          ("Dockerfile:-1", "has no line number"), ("Dockerfile:1-3", "has no line number"),
                          (".:1", "Is a directory"), ("none:1", "No such file")):  # fmt: skip
        assert main(["explain", place]) == 2
        assert reason in capsys.readouterr().err
    assert main(["explain", "Dockerfile:1", "--context", "nowhere"]) == 2
    assert "`nowhere` is not a folder" in capsys.readouterr().err
    assert main(["graph", "none"]) == 2
    assert main(["graph", "--format", "sgv"]) == 2
    assert "did you mean `svg`?" in capsys.readouterr().err


def test_graphs(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph"]) == 0
    assert capsys.readouterr().out == (
        'flowchart LR\n  image0(["alpine:3"])\n  image1(["docker"])\n  stage0["base"]\n  stage1[["stage 1"]]\n'
        "  image0 --> stage0\n  stage0 --> stage1\n  stage0 -. COPY .-> stage1\n  image1 -. mount .-> stage1\n"
    )
    assert main(["graph", "--format", "svg", "-o", "x.svg"]) == 0
    root = ElementTree.parse("x.svg").getroot()
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["alpine:3", "docker", "base", "stage 1"]
    file.write_text('FROM a"<b AS x\\y\nFROM x\\y\nCOPY --from=1 a b\n')
    for format in ("mermaid", "dot", "svg"):
        assert main(["graph", "--format", format]) == 0


@pytest.mark.skipif(not shutil.which("dot"), reason="there is no Graphviz")
def test_graphviz_reads_the_graph(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('FROM a"<b\\ AS x\nFROM x\nCOPY --from=x a b\n')
    assert main(["graph", "--format", "dot"]) == 0
    subprocess.run(["dot", "-Tplain"], input=capsys.readouterr().out, text=True, check=True, capture_output=True)
