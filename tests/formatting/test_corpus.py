"""Every real Dockerfile means the same afterwards, by BuildKit's own fields, and is stable."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from dockwright.cli.inspect import described
from dockwright.config import FormatSettings
from dockwright.ide.format.format import laid_out
from dockwright.ide.format.style import Style
from dockwright.syntax.tree import parse
from dockwright.text import apply
from shared import SHARED, needs_shared

STEP = 1 if os.environ.get("DOCKWRIGHT_WHOLE") else 4
SHELL = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")
WORDS = ("AS", "CMD", "NONE")


def formatted(source: str, style: Style) -> str:
    return apply(source, laid_out(parse(source), FormatSettings(), style))


@needs_shared
@pytest.mark.parametrize("indent", ["", "\t", "  ", "    "])
def test_real_files_mean_the_same_afterwards(indent: str) -> None:
    assert SHARED
    broken = []
    for path in sorted((SHARED / "corpus").glob("*.Dockerfile"))[::STEP]:
        source = path.read_bytes().decode("utf-8", "surrogateescape")
        result = formatted(source, Style(indent))
        if result != source and (_meaning(result) != _meaning(source) or formatted(result, Style(indent)) != result):
            broken.append(path.name)
    assert broken == []


@needs_shared
def test_hard_cases_mean_the_same_afterwards() -> None:
    assert SHARED
    rows = map(json.loads, (SHARED / "oracle/parse.jsonl").read_text("utf-8").split("\n")[:-1])
    sources = [row["dockerfile"] for row in rows if "error" not in row["expect"]]
    for source in sources:
        for indent in ("", "\t", "    "):
            assert _meaning(formatted(source, Style(indent))) == _meaning(source), source


@needs_shared
def test_well_kept_files_stay_as_they_are() -> None:
    """What differs was looked at: blanks at line ends, a bracket with a blank on one side, a column of one word."""
    assert SHARED
    changed = set()
    rows = map(json.loads, (SHARED / "corpus/index.jsonl").read_text("utf-8").split("\n")[:-1])
    for row in rows:
        if row["repo"].startswith(("docker-library/", "moby/moby")):
            source = (SHARED / "corpus" / row["file"]).read_bytes().decode("utf-8", "surrogateescape")
            if formatted(source, Style()) != source:
                changed.add(row["repo"] + "/" + row["path"])
    moby = {"Dockerfile", "Dockerfile.windows", "daemon/libnetwork/cmd/ssd/Dockerfile"}
    assert changed == {f"moby/moby/{path}" for path in moby}


def _meaning(source: str) -> Any:
    value = described(source)
    tree = parse(source)
    comments = [comment.value for piece in tree.pieces for comment in piece.comments]
    return value["escape"], [_node(node) for node in value["nodes"]], value.get("error"), comments


def _node(node: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in node.items() if key not in ("start", "end", "comments")}
    inner = {"inner": _node(node["inner"])} if "inner" in node else {}
    cmd = node["cmd"].upper()
    args = [arg.upper() if arg.upper() in WORDS and cmd in ("FROM", "HEALTHCHECK") else arg for arg in node["args"]]
    if cmd in SHELL and "json" not in node:
        args = [" ".join(arg.split()) for arg in args]
    return {**kept, **inner, "cmd": cmd, "args": args}
