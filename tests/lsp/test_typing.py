"""What is published while somebody types equals what a newly opened document would get, to the byte."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import orjson
import pytest

from dockwright.config import Config
from dockwright.config.model import Table
from dockwright.context.builds.unread_ignore_files import Unread
from dockwright.context.file_facts import asked
from dockwright.context.folder_walk import walk
from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.findings.rule import all_rules
from dockwright.ide.snapshot import Snapshot
from dockwright.lsp import diagnostics
from dockwright.lsp.client import Client
from dockwright.lsp.document import Document
from dockwright.semantics.structure import moves
from dockwright.syntax.tree import parse
from shared import SHARED

SAMPLES = sorted((Path(__file__).parents[1] / "syntax" / "samples").glob("*.Dockerfile"))
CORPUS = sorted((SHARED / "corpus").glob("*.Dockerfile"))[::40] if SHARED else []
FILES = SAMPLES + CORPUS

CROSSED = """\
# check=skip=JSONArgsRecommended
ARG V=1
FROM Alpine:$V AS Base
RUN --mount=from=later,target=/x echo a
# hadolint ignore=DL3007
FROM ubuntu:latest AS base
COPY --from=later /a /b
run echo b
ENV a=b
# check=skip=StageNameCasing
FROM scratch AS Empty
CMD echo c
FROM base AS later
COPY --from=empty /a /b
COPY --from=9 /a /b
LABEL a=b
HEALTHCHECK CMD x
"""
"""Findings that speak of other places, above and below."""

BUILT = """\
FROM alpine:3.20 AS base
ARG KEEP=1
ENV KEEP=2
COPY . /src
RUN chown -R app /src
RUN wget https://example.com/a.tgz -O /a.tgz
RUN rm /a.tgz
RUN npm install
LABEL a=b
LABEL a=c
FROM base AS tools
COPY x.tar.gz /x.tar.gz
RUN tar -xf /x.tar.gz
RUN usermod -aG docker app
USER app:app
COPY y /y
RUN git clone https://example.com/a
CMD ["/start.sh"]
CMD curl localhost
FROM tools
RUN apt-get update
RUN apt-get install git
HEALTHCHECK CMD curl http://localhost:80
EXPOSE 8080
ENTRYPOINT sh -c run
CMD ["/start.sh"]
FROM debian:12
RUN useradd me
CMD ["nginx"]
"""
"""Findings that rest on several instructions of a stage, and on what it is based on."""

AROUND = """\
ARG LACKING
FROM $LACKING AS lacking
FROM tools AS base
ENV FROM=src TO=/app
COPY gone.txt /app/
RUN --mount=type=bind,source=missing,target=/m make
RUN --mount=type=secret,id=token cat /run/secrets/token
COPY $FROM /srv/
FROM scratch AS app
WORKDIR /app
COPY left.log *.none ./
COPY . /app/
ADD files.tgz /x/
ADD src /y
ENTRYPOINT ["/app/start.sh"]
FROM scratch
WORKDIR /app
COPY src /app/
COPY --from=tools other /x
CMD ["/app/lost.sh"]
FROM golang AS go
WORKDIR /s
COPY . .
RUN go build -o /a
FROM scratch
COPY --from=go /a /
"""
"""Findings that rest on the build context."""

FOLDER = {
    "compose.yaml": "services: {a: {build: {context: ., additional_contexts: {tools: ./src}}, secrets: [token]}}\n"
    "secrets: {token: {file: t}}\n",
    ".dockerignore": "*.log\n",
    "left.log": "",
    ".env": "TOKEN=1\n",
    "start.sh": "#!/bin/sh\n",
    "files.tgz": "no archive",
    "main.go": 'package main\nimport "net"\n',
    "src/a.txt": "",
    "node_modules/a.js": "",
}

TYPED = [
    "x",
    " ",
    "\n",
    "\\\n",
    "a b",
    "$V",
    "# c\n",
    "\nRUN y\n",
    "\nCMD y\n",
    "\nWORKDIR /y\n",
    "\nzz\n",
    "\nFROM z AS base\n",
    '"',
    "",
    "",
    "<<E\n",
    "--from=1 ",
]


@pytest.mark.parametrize(
    "source",
    [
        *(sample + "#" * index for sample in (CROSSED, BUILT) for index in range(8)),
        *(path.read_bytes().decode("utf-8", "replace") for path in FILES),
    ],
    ids=[*(f"{name}-{index}" for name in ("crossed", "built") for index in range(8)), *(path.name for path in FILES)],
)
def test_findings_after_each_edit_are_those_of_the_text(source: str) -> None:
    config = Config(rules=Table({rule.code: "hint" for rule in all_rules() if not rule.severity}))
    client = Client(related_information=True)
    document = Document("file:///w/Dockerfile", 1, "dockerfile", source, client, config)
    pick = random.Random(source)
    kept = 0
    for number in range(40):
        text = document.snapshot.text.string
        start = pick.randrange(len(text) + 1)
        if number % 2 and "RUN " in text:
            start = pick.choice(
                [match.end() for match in re.finditer(r"(RUN|CMD|ENV|LABEL|USER|COPY|ADD) [^\n]", text)] or [start]
            )
        line, column = document.snapshot.text.position(start, client.encoding)
        end = document.snapshot.text.position(min(len(text), start + pick.choice((0, 0, 0, 1, 5, 30))), client.encoding)
        new = pick.choice(TYPED)
        edges = {"start": {"line": line, "character": column}, "end": {"line": end.line, "character": end.column}}
        document.change(number + 2, [{"range": edges, "text": new}])
        assert isinstance(document.snapshot, Snapshot)
        if number % 5 in (2, 3):
            document.snapshot.typed_report  # noqa: B018 - asked for between two keystrokes
        if number % 5 > 2:
            continue  # Somebody types faster than other findings are asked for.
        kept += moves(document.snapshot.tree) is not None
        document.typing = None  # Errors of what is being typed wait; here the author has moved on.
        after = document.snapshot.text.string
        fresh = Document("file:///w/Dockerfile", 1, "dockerfile", after, client, config)
        assert _published(document) == _published(fresh)
        assert document.snapshot.findings == fresh.snapshot.findings
    assert kept or len(source) < 2000, "no edit left the structure as it was, so nothing was tried"


@pytest.mark.parametrize(
    "line", ["zz", "CMD y", "WORKDIR /y", "LABEL a=b", "COPY y /y", "ADD y /y", "# hadolint ignore=DL3059", ""]
)
@pytest.mark.parametrize("source", [CROSSED, BUILT], ids=["crossed", "built"])
def test_a_line_that_comes_and_goes_between_any_two(source: str, line: str) -> None:
    client, lines = Client(related_information=True), source.splitlines()
    document = Document("file:///w/Dockerfile", 1, "dockerfile", source, client, Config())
    at_first = _published(document)
    for number in range(len(lines) + 1):
        here, below = {"line": number, "character": 0}, {"line": number + 1, "character": 0}
        document.change(2, [{"range": {"start": here, "end": here}, "text": line + "\n"}])
        document.typing = None
        after = document.snapshot.text.string
        assert _published(document) == _published(Document(document.uri, 1, "dockerfile", after, client, Config()))
        document.change(3, [{"range": {"start": here, "end": below}, "text": ""}])
        document.typing = None
        assert _published(document) == at_first


@pytest.mark.parametrize("number", range(6))
def test_findings_about_the_context_after_each_edit_are_those_of_the_text(number: int, tmp_path: Path) -> None:
    for path, text in FOLDER.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    tree = parse(AROUND)
    context = Survey(walk(tmp_path)).context("Dockerfile", sources(tree), into=asked(tree))
    # As of a Dockerfile that lies in another folder than its context.
    context.unread = Unread("api/.dockerignore", "api/Dockerfile.dockerignore")
    client, pick = Client(related_information=True), random.Random(number)

    def opened(text: str) -> Document:
        document = Document("file:///w/Dockerfile", 1, "dockerfile", text, client, Config())
        document.place(context)
        return document

    document = opened(AROUND)
    seen = {finding.code for finding in document.snapshot.findings}
    for _ in range(60):
        text = document.snapshot.text.string
        start = pick.choice([match.end() for match in re.finditer(r"[A-Z]{2,} [^\n]*", text)] or [0])
        start = max(0, start - pick.choice((0, 0, 1, 5)))
        edges = [document.snapshot.text.position(at, client.encoding) for at in (start, start + pick.choice((0, 0, 1)))]
        first, last = ({"line": at.line, "character": at.column} for at in edges)
        document.change(2, [{"range": {"start": first, "end": last}, "text": pick.choice(TYPED)}])
        document.typing = None
        fresh = opened(document.snapshot.text.string)
        assert _published(document) == _published(fresh)
        seen |= {finding.code for finding in fresh.snapshot.findings}
        if len(document.snapshot.text.string) > 900:
            document.change(3, [{"text": AROUND}])
    running = {rule.code for rule in all_rules() if rule.scope == "Surroundings"} - {"large-copy"}
    assert running <= seen, f"nothing was tried of {sorted(running - seen)}"


def test_typing_runs_no_rule_over_the_context_that_does_not_read_it(tmp_path: Path) -> None:
    context = Survey(walk(tmp_path)).context("Dockerfile", ["gone"])
    text = "FROM alpine:3.20\nCOPY gone /gone\nRUN make\n"
    document = Document("file:///w/Dockerfile", 1, "dockerfile", text, Client(), Config())
    document.place(context)
    before = [group.findings for group in document.snapshot.groups if group.findings[0].code == "source-not-found"]
    assert before
    end = {"line": 2, "character": 8}
    document.change(2, [{"range": {"start": end, "end": end}, "text": "x"}])
    after = [group.findings for group in document.snapshot.groups if group.findings[0].code == "source-not-found"]
    assert len(before) == len(after) == 1
    assert before[0] is after[0]


def _published(document: Document) -> list[str]:
    items = json.loads(orjson.dumps(diagnostics.items(document)))
    return sorted(json.dumps(item, sort_keys=True) for item in items)
