"""Files typed letter by letter without a rest: nothing is shown on the way that is not there in the end."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from dockwright.config import Config
from dockwright.lsp import diagnostics
from dockwright.lsp.client import Client
from dockwright.lsp.document import Document
from dockwright.lsp.session import REST
from lsp.talk import REAL, URI, Talk, span
from shared import SHARED

SAMPLES = sorted((Path(__file__).parents[1] / "syntax" / "samples").glob("*.Dockerfile"))
CORPUS = [
    path
    for path in (sorted((SHARED / "corpus").glob("*.Dockerfile"))[::60] if SHARED else [])
    if path.stat().st_size < 2000
]
REVIEWED: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "flashes.toml").read_text(encoding="utf-8")
)["flash"]
"""Findings that may flash, with the reason."""

NAGS = """\
FROM ubuntu:22.04 AS build
ARG VERSION
SHELL ["/bin/bash", "-c"]
ENV X=${VERSION:-1}
RUN apt-get update
RUN apt-get install -y --no-install-recommends curl=8 && rm -rf /var/lib/apt/lists/*
RUN ["sh", "-c", "true"]
RUN cd /x && make
FROM alpine@sha256:0123456789012345678901234567890123456789012345678901234567890123
COPY --from=build --chown=1:1 /x /y
HEALTHCHECK CMD ["true"]
USER me
CMD ["a", "b"]
"""


def found(document: Document) -> set[tuple[str, str]]:
    items = json.loads(orjson.dumps(diagnostics.items(document)))
    return {(item["code"], item["message"]) for item in items}


def typed(document: Document, text: str, line: int = 0) -> Iterator[set[tuple[str, str]]]:
    """What is shown after each letter that is typed, from the start of a line on."""
    column = 0
    for letter in text:
        place = span(line, column, column)
        document.change(document.version + 1, [{"range": place, "text": letter}])
        line, column = (line + 1, 0) if letter == "\n" else (line, column + len(letter.encode("utf-16-le")) // 2)
        yield found(document)


def flashes(text: str) -> set[tuple[str, str]]:
    document = Document(URI, 1, "dockerfile", "", Client(), Config())
    shown = set().union(*typed(document, text))
    document.moved_on()
    return {flash for flash in shown - found(document) if flash[0] not in {known["code"] for known in REVIEWED}}


@pytest.mark.parametrize("path", [*SAMPLES, *CORPUS], ids=lambda path: path.name)
def test_no_finding_flashes_while_a_real_file_is_typed(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    assert flashes(text[:1500].rpartition("\n")[0]) == set()


def test_no_finding_flashes_in_what_used_to_nag() -> None:
    assert flashes(NAGS) == set()
