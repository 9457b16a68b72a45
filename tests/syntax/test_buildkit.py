"""The parser against BuildKit's own answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dockwright.syntax.expansion import ExpansionError, Modes, expand
from dockwright.syntax.tree import Tree, parse
from dockwright.syntax.words import WordError, read
from shared import SHARED, needs_shared

DELIBERATE = {
    # BuildKit cuts the type of HEALTHCHECK byte by byte, so that a letter whose encoding holds the byte A0 breaks in
    # two. Either way the type is unknown and the build fails; we keep the letter whole in the message.
    "edge/uni/10",
}


def _rows(name: str) -> list[dict[str, Any]]:
    assert SHARED
    lines = (SHARED / "oracle" / name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def _nodes(tree: Tree) -> list[dict[str, Any]]:
    source = tree.text.string
    found = []
    for instruction in tree.instructions:
        start = source.count("\n", 0, instruction.start) + 1
        end = start + instruction.unit.text.count("\n") - instruction.unit.text.endswith("\n")
        node: dict[str, Any] = {"cmd": instruction.keyword.value, "start": start, "end": end}
        node["args"] = _arguments(instruction.unit)
        if instruction.is_json:
            node["json"] = True
        if instruction.flags:
            node["flags"] = [flag.raw for flag in instruction.flags]
        if instruction.heredocs:
            node["heredocs"] = [
                {"chomp": h.chomp, "content": h.content, "expand": h.expand, "fd": h.descriptor, "name": h.name}
                for h in instruction.heredocs
            ]
        found.append(node)
    return found


def _arguments(unit: Any) -> list[str]:
    values = [token.value for token in unit.arguments]
    if unit.form == "inner":
        return []
    if unit.form == "none":
        return [""]
    if unit.form in ("pairs", "legacy"):
        separator = "=" if unit.form == "pairs" else ""
        return [item for key, value in zip(values[::2], values[1::2], strict=True) for item in (key, value, separator)]
    return values


def _without_comments(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in node.items() if key != "comments"} for node in nodes]


@needs_shared
def test_hard_cases_parse_as_in_buildkit() -> None:
    different = []
    for row in _rows("parse.jsonl"):
        tree = parse(row["dockerfile"])
        expect = row["expect"]
        if "error" in expect:
            same = bool(tree.problems) or not tree.instructions
        else:
            same = _nodes(tree) == _without_comments(expect["nodes"]) and tree.escape == expect["escape"]
            same = same and not tree.problems
            warned = sum(bool(instruction.unit.blank_lines) for instruction in tree.instructions)
            same = same and warned == len(expect["warnings"])
        if not same and row["id"] not in DELIBERATE:
            different.append(row["id"])
    assert different == []


@needs_shared
def test_real_files_parse_as_in_buildkit() -> None:
    assert SHARED
    different = []
    for row in _rows("corpus.jsonl"):
        source = (SHARED / "corpus" / row["file"]).read_bytes().decode("utf-8", "surrogateescape")
        tree = parse(source)
        expect = row["parse"]
        if "error" in expect:
            same = bool(tree.problems) or not tree.instructions
        else:
            nodes = _nodes(tree)
            for node in nodes:
                if node["cmd"] in ("RUN", "CMD", "ENTRYPOINT") and "json" not in node:
                    node["args"] = [len(argument) for argument in node["args"]]
                for heredoc in node.get("heredocs", ()):
                    heredoc.pop("content")
            same = nodes == _without_comments(expect["nodes"]) and not tree.problems
        if not same:
            different.append(row["file"])
    assert different == []


@needs_shared
def test_words_expand_as_in_buildkit() -> None:
    different = []
    for row in _rows("words.jsonl"):
        expect = row["expect"]
        modes = Modes(row.get("skip_unset", False), row.get("raw_quotes", False), row.get("raw_escapes", False))
        try:
            parts = read(row["word"], row["escape"], not row.get("skip_quotes"))
            got = expand(parts, row["env"], modes, row["escape"])
        except (WordError, ExpansionError):
            same = "error" in expect
        else:
            if row["op"] == "word":
                same = got.value == expect.get("result")
                same = same and sorted(got.matched) == sorted(expect["matched"])
                same = same and sorted(got.unmatched) == sorted(expect["unmatched"])
            else:
                same = list(got.words) == expect.get("words")
        if not same:
            different.append((row["op"], row["word"], row["escape"]))
    assert different == []


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "samples").glob("*")), ids=lambda path: path.name)
def test_samples_give_their_text_back(path: Path) -> None:
    source = path.read_bytes().decode()
    assert "".join(piece.text for piece in parse(source).pieces) == source
