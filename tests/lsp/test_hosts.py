"""Host files served: diagnostics, definition, references and rename, whichever side is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dockwright.lsp import uris
from lsp.talk import REAL, Talk, at, span

DOCKERFILE = "FROM a AS build\nARG MODE\nFROM b AS final\nCOPY --from=build /a /a\n"
COMPOSE = "services:\n  web:\n    build:\n      context: .\n      target: build\n      args: {MODE: x}\n"
BAKE = 'target "app" {\n  target = "build"\n}\n'


def folder(path: Path) -> dict[str, str]:
    """The uris of the files that are written there."""
    for name, text in (("Dockerfile", DOCKERFILE), ("compose.yaml", COMPOSE), ("docker-bake.hcl", BAKE)):
        (path / name).write_text(text)
    return {file.name: uris.from_path(str(file)) for file in path.iterdir()}


def start(talk: Talk, path: Path, **settings: Any) -> None:
    talk.start(
        {"workspace": {"workspaceEdit": {"documentChanges": True}}},
        workspaceFolders=[{"uri": uris.from_path(str(path)), "name": "it"}],
        initializationOptions=settings,
    )


def known(talk: Talk, uri: str, line: int, character: int) -> Any:
    """The definition at a place, as soon as the builds are known."""
    for _ in range(500):
        if found := talk.ask("textDocument/definition", at(line, character, uri)):
            return found
    return None


def edits(answer: Any) -> dict[str, tuple[int | None, list[tuple[int, int, str]]]]:
    return {
        Path(change["textDocument"]["uri"]).name: (
            change["textDocument"]["version"],
            [
                (one["range"]["start"]["line"], one["range"]["start"]["character"], one["newText"])
                for one in change["edits"]
            ],
        )
        for change in answer["documentChanges"]
    }


EVERYWHERE = [(0, 10, "compile"), (3, 12, "compile")], [(4, 14, "compile")], [(1, 12, "compile")]


def test_from_the_name_of_a_bake_target(tmp_path: Path) -> None:
    uri = folder(tmp_path)["docker-bake.hcl"]
    text = BAKE + 'group "g" {\n  targets = ["app"]\n}\n'
    (tmp_path / "docker-bake.hcl").write_text(text)
    with Talk(REAL) as talk:
        start(talk, tmp_path)
        talk.open(text, uri, "dockerbake")
        (found,) = known(talk, uri, 4, 15)
        assert (found["uri"], found["range"]) == (uri, span(0, 8, 11))
        asked = {**at(4, 15, uri), "context": {"includeDeclaration": True}}
        assert [each["range"] for each in talk.ask("textDocument/references", asked)] == [
            span(0, 8, 11),
            span(4, 14, 17),
        ]


def test_from_the_compose_file(tmp_path: Path) -> None:
    files = folder(tmp_path)
    with Talk(REAL) as talk:
        start(talk, tmp_path)
        talk.open(COMPOSE, files["compose.yaml"], "dockercompose")
        (found,) = known(talk, files["compose.yaml"], 4, 15)
        assert (found["uri"], found["range"]) == (files["Dockerfile"], span(0, 10, 15))
        place = at(4, 15, files["compose.yaml"])
        assert talk.ask("textDocument/prepareRename", place)["placeholder"] == "build"
        answer = edits(talk.ask("textDocument/rename", {**place, "newName": "compile"}))
        dockerfile, compose, bake = EVERYWHERE
        assert answer == {
            "Dockerfile": (None, dockerfile),
            "compose.yaml": (1, compose),
            "docker-bake.hcl": (None, bake),
        }
        asked = {**place, "context": {"includeDeclaration": True}}
        shown = {
            (Path(each["uri"]).name, each["range"]["start"]["line"])
            for each in talk.ask("textDocument/references", asked)
        }
        assert shown == {("Dockerfile", 0), ("Dockerfile", 3), ("compose.yaml", 4), ("docker-bake.hcl", 1)}
        talk.edit(2, {"range": span(4, 14, 19), "text": "biuld"}, uri=files["compose.yaml"])
        messages: list[str] = []
        while not messages:
            messages = [each["message"] for each in talk.diagnostics()]
        assert messages == ["Stage `biuld` not found in `Dockerfile`; did you mean `build`?"]


def test_from_the_dockerfile_while_the_compose_file_is_not_saved(tmp_path: Path) -> None:
    files = folder(tmp_path)
    with Talk(REAL) as talk:
        start(talk, tmp_path)
        talk.open(DOCKERFILE, files["Dockerfile"])
        unsaved = f"# 1\n{COMPOSE}"
        talk.open(unsaved, files["compose.yaml"], "yaml")
        assert known(talk, files["compose.yaml"], 5, 15)
        while not talk.ask("textDocument/codeLens", {"textDocument": {"uri": files["Dockerfile"]}}):
            pass
        place = at(0, 12, files["Dockerfile"])
        answer = edits(talk.ask("textDocument/rename", {**place, "newName": "compile"}))
        dockerfile, _, bake = EVERYWHERE
        assert answer == {
            "Dockerfile": (1, dockerfile), "compose.yaml": (1, [(5, 14, "compile")]), "docker-bake.hcl": (None, bake),
        }  # fmt: skip
        code, message = talk.error("textDocument/rename", {**at(1, 5, files["Dockerfile"]), "newName": "PATH"})
        assert code and "already has a meaning" in message


def test_commands_of_makefiles_scripts_and_workflows_are_edited(tmp_path: Path) -> None:
    files = folder(tmp_path)
    (tmp_path / ".github/workflows").mkdir(parents=True)
    commands = {
        "Makefile": "all:\n\tdocker build --target build \\\n\t  --build-arg MODE=$(MODE) -t build .\n",
        "build.sh": "#!/bin/sh\ndocker buildx build --build-arg='MODE=a b' --target=build .\n",
        ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n"
        "      - run: docker build --target build --build-arg MODE=1 .\n",
    }
    for name, text in commands.items():
        (tmp_path / name).write_text(text)
    with Talk(REAL) as talk:
        start(talk, tmp_path)
        talk.open(DOCKERFILE, files["Dockerfile"])
        while not talk.ask("textDocument/codeLens", {"textDocument": {"uri": files["Dockerfile"]}}):
            pass
        answer = edits(talk.ask("textDocument/rename", {**at(0, 12, files["Dockerfile"]), "newName": "compile"}))
        assert {name: places for name, (_, places) in answer.items() if name not in files} == {
            "Makefile": [(1, 23, "compile")], "build.sh": [(1, 52, "compile")], "ci.yml": [(5, 35, "compile")],
        }  # fmt: skip
        answer = edits(talk.ask("textDocument/rename", {**at(1, 5, files["Dockerfile"]), "newName": "WAY"}))
        assert {name: places for name, (_, places) in answer.items() if name not in files} == {
            "Makefile": [(2, 15, "WAY")], "build.sh": [(1, 33, "WAY")], "ci.yml": [(5, 53, "WAY")],
        }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("docker build --build-arg MODE .", "takes its value from an environment variable"),
        ("docker build --build-arg MODE=1 . && docker build --build-arg MODE=2 .", "sets MODE by this name"),
    ],
)
def test_commands_whose_words_are_not_the_name_alone_refuse_a_rename(tmp_path: Path, command: str, says: str) -> None:
    files = folder(tmp_path)
    (tmp_path / "build.sh").write_text(f"#!/bin/sh\n{command}\n")
    with Talk(REAL) as talk:
        start(talk, tmp_path)
        talk.open(DOCKERFILE, files["Dockerfile"])
        while not talk.ask("textDocument/codeLens", {"textDocument": {"uri": files["Dockerfile"]}}):
            pass
        _, message = talk.error("textDocument/rename", {**at(1, 5, files["Dockerfile"]), "newName": "WAY"})
        assert says in message


def test_files_that_are_read_together_are_edited_together_also_if_all_are_open(tmp_path: Path) -> None:
    files = folder(tmp_path)
    override = 'target "web" {\n  context = "."\n  target = "build"\n}\n'
    (tmp_path / "docker-bake.override.hcl").write_text(override)
    merged = 'target "web" {\n  args = { MODE = "y" }\n}\n'  # with the service, and with the override
    (tmp_path / "docker-bake.hcl").write_text(merged)
    with Talk(REAL) as talk:
        start(talk, tmp_path)
        talk.open(DOCKERFILE, files["Dockerfile"])
        talk.open(merged, files["docker-bake.hcl"], "dockerbake")
        talk.open(COMPOSE, files["compose.yaml"], "dockercompose")
        talk.open(override, uris.from_path(str(tmp_path / "docker-bake.override.hcl")), "dockerbake")
        assert known(talk, files["docker-bake.hcl"], 1, 12)
        while not talk.ask("textDocument/codeLens", {"textDocument": {"uri": files["Dockerfile"]}}):
            pass
        answer = edits(talk.ask("textDocument/rename", {**at(1, 5, files["Dockerfile"]), "newName": "WAY"}))
        assert answer == {
            "Dockerfile": (1, [(1, 4, "WAY")]),
            "compose.yaml": (1, [(5, 13, "WAY")]),
            "docker-bake.hcl": (1, [(1, 11, "WAY")]),
        }
        answer = edits(talk.ask("textDocument/rename", {**at(0, 12, files["Dockerfile"]), "newName": "compile"}))
        assert answer["docker-bake.override.hcl"] == (1, [(2, 12, "compile")])
        assert answer["compose.yaml"] == (1, [(4, 14, "compile")])


@pytest.mark.parametrize("kind", ["compose", "bake"])
def test_each_kind_can_be_switched_off(tmp_path: Path, kind: str) -> None:
    files = folder(tmp_path)
    with Talk(REAL) as talk:
        start(talk, tmp_path, hosts={kind: False})
        talk.open(COMPOSE, files["compose.yaml"], "dockercompose")
        talk.open(BAKE, files["docker-bake.hcl"], "dockerbake")
        on, off = (("docker-bake.hcl", (1, 14)), ("compose.yaml", (4, 15)))[:: 1 if kind == "compose" else -1]
        assert known(talk, files[on[0]], *on[1])
        assert not talk.ask("textDocument/definition", at(*off[1], files[off[0]]))


def test_a_bake_file_is_one_where_the_editor_knows_no_language_for_it(tmp_path: Path) -> None:
    files = folder(tmp_path)
    with Talk(REAL) as talk:
        start(talk, tmp_path)
        talk.open(BAKE.replace('"build"', '"biuld"'), files["docker-bake.hcl"], "plaintext")
        while not (told := talk.diagnostics()):
            pass  # the builds are read in the background
        assert [one["code"] for one in told] == ["target-not-found"]


def test_text_that_is_not_changed_is_told(tmp_path: Path) -> None:
    files = folder(tmp_path)
    (tmp_path / "README.md").write_text("docker build --target build .\n\nLEVEL and `MODE`\n")
    (tmp_path / "run.sh").write_text("echo $LEVEL\n")
    with Talk(REAL) as talk:
        start(talk, tmp_path)
        text = f"# The build stage compiles\n{DOCKERFILE}ENV LEVEL=1\n"
        talk.open(text, files["Dockerfile"])
        talk.ask("textDocument/rename", {**at(1, 12, files["Dockerfile"]), "newName": "compile"})
        said = talk.heard("window/showMessage")["params"]
        assert said["type"] == 3
        assert said["message"] == (
            "build is now compile; unchanged text still mentions it: `Dockerfile:1`, `README.md:1`"
        )
        identity = talk.begin("textDocument/rename", {**at(5, 5, files["Dockerfile"]), "newName": "DEPTH"})
        asked = talk.heard("window/showMessageRequest")
        assert asked["params"]["message"].endswith("; `README.md:3`, `run.sh:1` name it")
        talk.reply(asked, {"title": "Cancel"})
        assert "not renamed" in talk.answer(identity)["error"]["message"]


INLINE = """\
services:
  a:
    build:
      target: one
      args: {V: 1, W: 2}
      dockerfile_inline: |
        ARG V
        FROM a:$$V AS one
        FROM one AS last
"""


def test_a_dockerfile_within_the_file_that_names_its_stages(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(INLINE)
    other = "services:\n  b:\n    extends: {file: compose.yaml, service: a}\n    build: {target: One}\n"
    (tmp_path / "more.compose.yaml").write_text(other)
    uri = uris.from_path(str(tmp_path / "compose.yaml"))
    with Talk(REAL) as talk:
        start(talk, tmp_path)
        talk.open(INLINE, uri, "dockercompose")
        (found,) = known(talk, uri, 3, 15)
        assert (found["uri"], found["range"]) == (uri, span(7, 22, 25))
        assert "**one**, based on `a:$V` (`compose.yaml:8`)" in talk.hover(3, 15, uri)["contents"]["value"]
        wrong: list[str] = []
        while not wrong:
            wrong = [one["message"] for one in talk.diagnostics() if one["code"] == "arg-not-declared"]
        assert wrong == ["Unknown build argument `W`: `dockerfile_inline` has no ARG of this name"]
        for place in (at(3, 15, uri), at(8, 14, uri)):
            assert talk.ask("textDocument/prepareRename", place)["placeholder"] == "one"
            answer = edits(talk.ask("textDocument/rename", {**place, "newName": "two"}))
            assert {name: sorted(made) for name, (_, made) in answer.items()} == {
                "compose.yaml": [(3, 14, "two"), (7, 22, "two"), (8, 13, "two")],
                "more.compose.yaml": [(3, 20, "two")],
            }
        asked = {**at(3, 15, uri), "context": {"includeDeclaration": True}}
        shown = {
            (each["uri"] == uri, each["range"]["start"]["line"]) for each in talk.ask("textDocument/references", asked)
        }
        assert shown == {(True, 3), (True, 7), (True, 8)}
        asked = {**at(7, 24, uri), "context": {"includeDeclaration": True}}
        shown = {
            (each["uri"] == uri, each["range"]["start"]["line"]) for each in talk.ask("textDocument/references", asked)
        }
        assert shown == {(True, 3), (True, 7), (True, 8)}


def test_an_inline_dockerfile_in_no_workspace() -> None:
    uri = "file:///nowhere/compose.yaml"
    with Talk(REAL) as talk:
        talk.start({"workspace": {"workspaceEdit": {"documentChanges": True}}})
        talk.open(INLINE, uri, "dockercompose")
        answer = edits(talk.ask("textDocument/rename", {**at(8, 14, uri), "newName": "two"}))
        assert sorted(answer["compose.yaml"][1]) == [(3, 14, "two"), (7, 22, "two"), (8, 13, "two")]
