"""The context as a tree, as the command `dockwright.showContext` answers it."""

from __future__ import annotations

from pathlib import Path

from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.lsp.commands.show_context import answer
from dockwright.syntax.tree import parse


def test_the_answer_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    source = "FROM alpine\nCOPY app/main.py /\n"
    for path, text in {
        "app/Dockerfile": source,
        "app/main.py": "print()",
        "app/x.log": "12",
        ".env": "A=1",
        ".env.example": "A=",
        ".dockerignore": "**/*.log\n",
    }.items():
        (tmp_path / path).write_text(text)
    shown = answer(Survey(walk(tmp_path)), "app/Dockerfile", parse(source))
    assert (shown["label"], shown["ignoreFile"], shown["files"]) == (".", ".dockerignore", 5)
    assert not shown["partial"]
    top = {node["name"]: node for node in shown["children"]}
    assert top[".env"]["secret"]
    assert "secret" not in top[".env.example"]
    below = {node["name"]: node for node in top["app"]["children"]}
    assert below["x.log"]["ignored"] and below["x.log"]["ignoredBy"] == ".dockerignore:1 **/*.log"
    assert top["app"]["files"] == 2 and not top["app"]["ignored"]
