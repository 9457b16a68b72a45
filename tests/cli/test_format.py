"""The formatter: what it changes in small samples, and what it must not change in any file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from dockwright.cli.inspect import described
from dockwright.cli.main import main
from dockwright.ide.format import formatting
from dockwright.syntax.tree import parse
from dockwright.text import apply
from shared import SHARED, needs_shared


def formatted(source: str) -> str:
    return apply(source, formatting(parse(source)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from  a\nrun   x  y\n", "FROM a\nRUN x  y\n"),
        ("FROM a\n\n\n\nRUN x \\  \n    y \n\n\n", "FROM a\n\nRUN x \\\n    y \n"),
        ("FROM a\r\n\r\n\r\nCMD b", "FROM a\r\n\r\nCMD b\r\n"),
        ("FROM a\n  onbuild   copy  --link  --chmod=1   a b\n", "FROM a\nONBUILD COPY --link --chmod=1 a b\n"),
        ("FROM a\nRUN <<E  \n  x  \n\n\n\nE\n", "FROM a\nRUN <<E  \n  x  \n\n\n\nE\n"),
        ("FROM a\n# fmt: off\nrun  x\n# fmt: on\nrun  x\n", "FROM a\n# fmt: off\nrun  x\n# fmt: on\nRUN x\n"),
        ("FROM a\nENV  A\n", "FROM a\nENV  A\n"),
    ],
)
def test_samples(before: str, after: str) -> None:
    assert formatted(before) == after
    assert formatted(after) == after


@needs_shared
def test_real_files_mean_the_same_afterwards() -> None:
    assert SHARED
    broken = []
    seen = 0
    for path in sorted((SHARED / "corpus").rglob("*")):
        if not path.is_file() or path.name == "index.jsonl":
            continue
        source = path.read_bytes().decode("utf-8", "surrogateescape")
        result = formatted(source)
        seen += 1
        if result == source:
            continue
        if _meaning(result) != _meaning(source) or formatted(result) != result:
            broken.append(str(path))
    assert seen > 1000 and broken == []


def _meaning(source: str) -> Any:
    value = described(source)
    nodes = [_node(node) for node in value["nodes"]]
    tree = parse(source)
    comments = [comment.value for piece in tree.pieces for comment in piece.comments]
    return value["escape"], nodes, value.get("error"), comments


def _node(node: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in node.items() if key not in ("start", "end", "comments")}
    inner = {"inner": _node(node["inner"])} if "inner" in node else {}
    return {**kept, **inner, "cmd": node["cmd"].upper()}


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Any) -> None:
    file = tmp_path / "Dockerfile"
    file.write_bytes(b"from a\r\nLABEL a=\xff\r\n")
    assert main(["format", "--check", str(file)]) == 1
    assert main(["format", "--diff", str(file)]) == 1
    assert b"+FROM a" in capsysbinary.readouterr().out
    assert main(["format", str(file)]) == 0
    assert file.read_bytes() == b"FROM a\r\nLABEL a=\xff\r\n"
    assert main(["format", "--check", str(file)]) == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"from a")))
    assert main(["format", "-"]) == 0
    assert capsysbinary.readouterr().out == b"FROM a\n"
