"""The whole server on real Dockerfiles: findings and fixes arrive, and nothing a client sends brings it down."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockwright.lsp import uris
from dockwright.lsp.wire.transport import Cutter
from lsp.talk import REAL, URI, Talk, span


@pytest.fixture
def talk() -> Iterator[Talk]:
    with Talk(REAL) as talk:
        yield talk


def test_a_finding_and_its_fix(talk: Talk) -> None:
    talk.start()
    talk.open("FROM alpine:3.20 AS app\nADD 🎉.py app.py /srv/\n")
    (found,) = [found for found in talk.diagnostics() if found["code"] == "DL3020"]
    assert found["range"] == span(1, 0, 3)
    context = {"diagnostics": [], "only": ["quickfix"]}
    params = {"textDocument": {"uri": URI}, "range": span(1, 1, 1), "context": context}
    fixes = talk.ask("textDocument/codeAction", params)
    assert fixes[0]["edit"]["changes"][URI] == [{"range": span(1, 0, 3), "newText": "COPY"}]
    titles = [fix["title"] for fix in fixes[1:]]
    assert titles == ["Ignore DL3020 here", "Ignore DL3020 in this file"], "the client cannot show pages"
    talk.edit(2, {"range": span(1, 0, 3), "text": "COPY"})
    assert not [found for found in talk.diagnostics() if found["code"] == "DL3020"]


def test_lines_of_findings_follow_edits_above_them(talk: Talk) -> None:
    talk.start()
    talk.open("FROM alpine:3.20\nADD a.py b/\nFROM alpine:3.20\nADD a.py b/\nADD b.py b/\n")

    def lines() -> list[int]:
        found = [found for found in talk.diagnostics() if found["code"] == "DL3020"]
        assert all(found["range"]["end"]["line"] == found["range"]["start"]["line"] for found in found)
        return [found["range"]["start"]["line"] for found in found]

    assert lines() == [1, 3, 4]
    talk.edit(2, {"range": span(0, 0, 0), "text": "# one\n\n"})
    assert lines() == [3, 5, 6]
    talk.edit(3, {"range": span(4, 0, 0), "text": "RUN a\n"})
    assert lines() == [3, 6, 7]


def test_all_runs_are_merged_by_a_command(talk: Talk) -> None:
    talk.start({"workspace": {"workspaceEdit": {"documentChanges": True}, "applyEdit": True}})
    talk.open("FROM alpine:3.20\nRUN a\nRUN b\n")
    merge = {"command": "dockwright.mergeAllRuns", "arguments": [URI]}
    identity = talk.begin("workspace/executeCommand", merge)
    request = talk.heard("workspace/applyEdit")
    (change,) = request["params"]["edit"]["documentChanges"][0]["edits"]
    assert change == {
        "range": {"start": {"line": 1, "character": 5}, "end": {"line": 2, "character": 4}},
        "newText": " && \\\n    ",
    }
    talk.reply(request, {"applied": True})
    assert talk.answer(identity)["result"] is None
    talk.edit(2, {"text": "FROM alpine:3.20\nRUN a\n"})
    assert "No consecutive RUN" in talk.ask("workspace/executeCommand", merge)["message"]


def test_all_safe_fixes_are_applied_by_a_command_that_says_when_there_are_none(talk: Talk) -> None:
    talk.start({"workspace": {"workspaceEdit": {"documentChanges": True}, "applyEdit": True}})
    talk.open("FROM alpine:3.20\nADD app.py /srv/\n")
    fix = {"command": "dockwright.fixAll", "arguments": [URI]}
    identity = talk.begin("workspace/executeCommand", fix)
    request = talk.heard("workspace/applyEdit")
    (change,) = request["params"]["edit"]["documentChanges"][0]["edits"]
    assert change["newText"].startswith("COPY")
    talk.reply(request, {"applied": True})
    assert talk.answer(identity)["result"] is None
    talk.edit(2, {"text": "FROM alpine:3.20\nCOPY app.py /srv/\n"})
    assert "No problem" in talk.ask("workspace/executeCommand", fix)["message"]


def test_who_asks_for_fixes_of_a_template_is_told_in_his_language_that_it_is_not_checked(talk: Talk) -> None:
    talk.start(initializationOptions={"locale": "ko"})
    talk.open("FROM {{ base }}\n{% if app %}\nADD app.py /srv/\n{% endif %}\n")
    fix = {"command": "dockwright.fixAll", "arguments": [URI]}
    assert "템플릿" in talk.ask("workspace/executeCommand", fix)["message"]


def test_who_merges_all_runs_by_name_is_told_the_cost_and_not_asked_again(talk: Talk) -> None:
    able = {"documentChanges": True, "changeAnnotationSupport": {}}
    talk.start({"workspace": {"workspaceEdit": able, "applyEdit": True}})
    talk.open("FROM alpine:3.20\nRUN a\nRUN b\nUSER me\nRUN c\nRUN d\n")
    identity = talk.begin("workspace/executeCommand", {"command": "dockwright.mergeAllRuns", "arguments": [URI]})
    request = talk.heard("workspace/applyEdit")
    assert "Merge 4 RUNs into 2 (one layer, cached as one, each)" in request["params"]["label"]
    assert not request["params"]["edit"].get("changeAnnotations")
    talk.reply(request, {"applied": False})
    assert "not" in talk.answer(identity)["result"]["message"]


def test_a_configuration_file_beside_the_document_counts(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "dockwright.toml").write_text("[rules]\nDL3020 = 'error'\nDL3006 = 7\n")
    below = tmp_path / "deep"
    below.mkdir()
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
    uri = uris.from_path(str(below / "Dockerfile"))
    talk.open("FROM alpine:3.20\nADD a.py b/\n", uri)
    assert [found["message"].split(":")[0] for found in talk.diagnostics()] == ["rules.DL3006"]  # in the settings
    assert [found["severity"] for found in talk.diagnostics() if found["code"] == "DL3020"] == [1]
    assert "invalid settings in `dockwright.toml`" in talk.heard("window/showMessage")["params"]["message"]
    (tmp_path / "dockwright.toml").write_text("[rules]\nDL3020 = 'off'\n")
    change = {"uri": uris.from_path(str(tmp_path / "dockwright.toml")), "type": 2}
    talk.tell("workspace/didChangeWatchedFiles", {"changes": [change]})
    assert talk.diagnostics() == []
    while [found for found in talk.diagnostics() if found["code"] == "DL3020"]:
        pass  # the context of the document may be reported in between


def test_a_configuration_file_above_the_workspace_is_not_read(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "dockwright.toml").write_text("[rules]\nDL3020 = 'off'\n")
    folder = tmp_path / "workspace"
    folder.mkdir()
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(folder)), "name": "it"}])
    talk.open("FROM alpine:3.20\nADD a.py b/\n", uris.from_path(str(folder / "Dockerfile")))
    assert "DL3020" in [found["code"] for found in talk.diagnostics()]


@pytest.mark.parametrize(
    "text",
    [
        "RUN " + "x" * 50_000,
        "FROM alpine\nRUN a \\\n" + "  b \\\n" * 10_000 + "  c\n",
        "FROM alpine\nENV A=" + "${a:-" * 300 + "x" + "}" * 300 + "\n",
        "FROM alpine\nRUN <<A <<B <<C\n" + "x\n" * 5_000,
        "FROM alpine\n" + "RUN echo 'a b c' && ls\n" * 80_000,
        "\x00\ufeff\u2028\x85\x0c\r\r\n\n",
    ],
    ids=["long line", "continuations", "nested", "open heredocs", "two megabytes", "odd characters"],
)
def test_extreme_documents_leave_it_answering(talk: Talk, text: str) -> None:
    talk.start()
    talk.open(text)
    talk.diagnostics()
    talk.edit(2, {"range": span(1, 0, 0), "text": "#"})
    talk.diagnostics()
    assert talk.hover(0, 0) is None or talk.hover(0, 0)
    assert not [said for said in talk.said if "crashed" in str(said) or "failed" in str(said)]


def test_random_documents_and_edits_leave_it_answering(talk: Talk) -> None:
    talk.start()
    chance = random.Random(2)
    talk.open("")
    for version in range(2, 302):
        text = bytes(chance.randrange(256) for _ in range(chance.randrange(60))).decode("utf-8", "replace")
        place = {
            "start": {"line": chance.randrange(9), "character": chance.randrange(40)},
            "end": {"line": chance.randrange(9), "character": chance.randrange(40)},
        }
        talk.edit(version, {"range": place, "text": chance.choice([text, "\n", "FROM a\nRUN ", "<<E\n", '["', "\\\n"])})
    talk.hover(0, 0)
    assert not [said for said in talk.said if said.get("method") == "window/logMessage"]
    assert talk.end() == 0


def test_messages_are_cut_wherever_the_bytes_are_split() -> None:
    data = b"".join(b"Content-Length: %d\r\nX: y\r\n\r\n%b" % (len(body), body) for body in (b"one", b"", b"\r\n\r\n"))
    for size in range(1, len(data)):
        cutter = Cutter()
        found = [body for start in range(0, len(data), size) for body in cutter.feed(data[start : start + size])]
        assert found == [b"one", b"", b"\r\n\r\n"]
        assert cutter.skipped == 0


def test_a_stream_without_any_header_is_not_kept_in_memory() -> None:
    cutter = Cutter()
    started = time.process_time()
    for _ in range(200):
        assert cutter.feed(b"x" * 65536) == []
    assert cutter.skipped and len(cutter._buffer) <= 65536 and started <= time.process_time()


@pytest.mark.parametrize(
    ("uri", "posix", "windows"),
    [
        ("file:///a%20b/Dockerfile", "/a b/Dockerfile", None),
        ("file:///c%3A/a/Dockerfile", None, "c:\\a\\Dockerfile"),
        ("file://wsl.localhost/Debian/home/x", "//wsl.localhost/Debian/home/x", "\\\\wsl.localhost\\Debian\\home\\x"),
        ("file://server/share/x", "//server/share/x", "\\\\server\\share\\x"),
        ("vscode-remote://wsl%2BDebian/home/x", "/home/x", "\\\\wsl.localhost\\Debian\\home\\x"),
        ("vscode-remote://ssh-remote%2Bhost/home/x", "", ""),
        ("vscode-vfs://github/a/b", "", ""),
        ("untitled:Untitled-1", "", ""),
        ("file:///a%00b", "", ""),
    ],
)
def test_uris(uri: str, posix: str | None, windows: str | None) -> None:
    if posix is not None:
        assert (uris.to_path(uri, windows=False) or "") == posix
    if windows is not None:
        assert (uris.to_path(uri, windows=True) or "") == windows


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "vscode-vfs://github/a/b/Dockerfile", "file://host/share/x"])
def test_documents_of_every_scheme_are_analysed(talk: Talk, uri: str) -> None:
    talk.start()
    talk.open("FROM alpine:3.20\nADD a.py b/\n", uri)
    assert "DL3020" in [found["code"] for found in talk.diagnostics()]


def test_the_plan_of_a_document_comes_in_the_parts_that_are_asked_for(talk: Talk) -> None:
    talk.start()
    talk.open("ARG TAG=3.20\nFROM alpine:$TAG AS One\nARG A=1\nUSER me\nRUN x\nFROM one\nCOPY --from=busybox a b\n")

    def ask(line: int, *parts: str, known: str | None = None) -> Any:
        arguments = [URI, {"line": line, "character": 1}, list(parts) or None, known]
        return talk.ask("workspace/executeCommand", {"command": "dockwright.plan", "arguments": arguments})

    found = ask(4)
    assert found.keys() == {"stamp", "markdown", "plan", "here"}
    assert "| User | `me` | line 4 |" in found["markdown"] and found["plan"]["target"] == {"index": 1, "name": None}
    assert found["here"]["config"]["User"]["value"] == "me" and found["here"]["line"] == 5
    assert "| Arg | `A=1` | line 3 |" in found["here"]["markdown"]
    found = ask(3, "here")
    assert found.keys() == {"stamp", "here"} and not found["here"]["config"]["User"]["known"]
    assert [row["name"] for row in found["here"]["arguments"]] == ["A"]
    assert ask(0, "here")["here"]["config"] is None
    found = ask(4, "view")
    view = found["view"]
    assert [(stage["name"], stage["line"], stage["turn"], stage["isTarget"]) for stage in view["stages"]] == [
        ("one", 2, 1, False),
        (None, 6, 2, True),
    ]
    assert view["edges"] == [
        {"from": "alpine:3.20", "to": 0, "kind": "base"},
        {"from": 0, "to": 1, "kind": "base"},
        {"from": "busybox", "to": 1, "kind": "copy"},
    ]
    assert ask(4, "view", "here", known=found["stamp"]).keys() == {"stamp", "here"}
    talk.edit(2, {"range": span(3, 5, 7), "text": "you"})
    found = ask(4, "view", "here", known=found["stamp"])
    assert ["User", "you", "line 4"] in found["view"]["configuration"] and ["User", "you", "line 4"] in found["here"][
        "rows"
    ]


def test_a_document_without_a_stage_has_no_plan(talk: Talk) -> None:
    talk.start()
    talk.open("ARG A=1\n")
    assert talk.ask("workspace/executeCommand", {"command": "dockwright.plan", "arguments": [URI]}) is None


def test_a_document_is_compared_with_the_last_commit(talk: Talk, tmp_path: Path) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text("FROM debian:12\nRUN one && two\nUSER me\n")
    git = ("git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com")
    talk.start()
    uri = uris.from_path(str(file))
    talk.open(file.read_text(), uri)

    def ask() -> Any:
        return talk.ask("workspace/executeCommand", {"command": "dockwright.compare", "arguments": [uri]})

    subprocess.run([*git, "init", "-q"], check=True)
    assert "has no `Dockerfile` at HEAD" in ask()["message"]
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "a"], check=True)
    assert ask()["same"] is True
    talk.edit(2, {"range": span(1, 4, 14), "text": "one \\\n  && two"}, uri=uri)
    assert ask()["same"] is True
    talk.edit(3, {"range": span(3, 5, 7), "text": "you"}, uri=uri)
    found = ask()
    assert found["same"] is False
    assert "- User: me  (line 3)" in found["markdown"] and "+ User: you  (line 4)" in found["markdown"]
    talk.edit(4, {"range": span(3, 0, 4), "text": "USR"}, uri=uri)
    assert ask()["message"].startswith("The file in the editor fails to build: line 4: ")


def test_the_last_commit_is_compared_in_the_build_context_of_its_time(talk: Talk, tmp_path: Path) -> None:
    git = ("git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com")
    file = tmp_path / "Dockerfile"
    file.write_text("FROM debian:12\nCOPY web /web\n")
    (tmp_path / "web").mkdir()
    (tmp_path / "web/a").write_text("12345")
    (tmp_path / "web/b.log").write_text("123")
    (tmp_path / "compose.yaml").write_text("services:\n  a:\n    build: .\n")
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "a")):
        subprocess.run([*git, *arguments], check=True)
    (tmp_path / ".dockerignore").write_text("**/*.log\n")
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
    uri = uris.from_path(str(file))
    talk.open(file.read_text(), uri)
    while True:
        found = talk.ask("workspace/executeCommand", {"command": "dockwright.compare", "arguments": [uri]})
        assert found["same"] is True
        if "Build context" in found["markdown"]:
            break
        time.sleep(0.1)
    assert "- sends 2 files, 8 B\n+ sends 1 file, 5 B\n" in found["markdown"]


def test_hints_say_how_often_a_copy_has_changed(talk: Talk, tmp_path: Path) -> None:
    git = ("git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com")
    file = tmp_path / "Dockerfile"
    file.write_text("FROM scratch\nCOPY a /a\nCOPY b /b\n")
    (tmp_path / "b").write_text("")
    (tmp_path / "compose.yaml").write_text("services:\n  a:\n    build: .\n")
    subprocess.run([*git, "init", "-q"], check=True)
    for number in range(11):
        (tmp_path / "a").write_text(str(number))
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "a"], check=True)
    talk.start(
        {"workspace": {"inlayHint": {"refreshSupport": True}}},
        workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}],
    )
    uri = uris.from_path(str(file))
    talk.open(file.read_text(), uri)

    def hints() -> list[str]:
        place = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
        found = talk.ask("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": place})
        return [hint["label"] for hint in found if "commits" in hint["label"]]

    while not (found := hints()):
        time.sleep(0.1)
    assert talk.heard("workspace/inlayHint/refresh")
    assert found == [
        "(changed in 11 of 11 commits; 1 step after it runs again)",
        "(changed in 1 of 11 commits)",
    ]
    talk.edit(2, {"range": span(1, 0, 0), "text": "# why\n"}, uri=uri)
    assert hints() == found
    talk.edit(3, {"range": span(2, 0, 6), "text": "COPY  b"}, uri=uri)
    assert hints() == found[1:]
    talk.tell("workspace/didChangeConfiguration", {"settings": {"dockwright": {"inlayHints": {"cacheHistory": False}}}})
    assert hints() == []


def test_sources_are_looked_for_in_the_context_that_compose_names(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "docker").mkdir()
    (tmp_path / "compose.yaml").write_text("services:\n  a:\n    build: {context: ., dockerfile: docker/Dockerfile}\n")
    (tmp_path / "app.py").write_text("")
    (tmp_path / "docker" / "Dockerfile").write_text("")
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
    uri = uris.from_path(str(tmp_path / "docker" / "Dockerfile"))
    talk.open("FROM alpine:3.20\nCOPY app.py /a/\nCOPY other.py /a/\n", uri)

    def missing() -> list[tuple[int, int]]:
        found = [found for found in talk.diagnostics() if found["code"] == "source-not-found"]
        return [(found["range"]["start"]["line"], found["severity"]) for found in found]

    while not (found := missing()):
        pass
    assert found == [(2, 2)]
    place = {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 7}}
    (there,) = talk.ask("textDocument/definition", place)
    assert there["uri"] == uris.from_path(str(tmp_path / "app.py"))
    (tmp_path / "other.py").write_text("")
    talk.tell(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": uris.from_path(f"{tmp_path}/other.py"), "type": 1}]}
    )
    assert missing() == []
    assert talk.ask("workspace/executeCommand", {"command": "dockwright.chooseContext", "arguments": [uri, "docker"]})
    while len(missing()) != 2:
        pass


def test_what_add_names_is_looked_into_when_it_is_typed(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  a:\n    build: .\n")
    (tmp_path / "Dockerfile").write_text("")
    (tmp_path / "crontab").write_text("* * * * * true\n")
    with tarfile.open(tmp_path / "blob.py", "w") as archive:
        archive.add(tmp_path / "crontab")
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
    uri = uris.from_path(str(tmp_path / "Dockerfile"))
    talk.open("FROM alpine:3.20\nCOPY none /a/\n", uri)
    while not any(found["code"] == "source-not-found" for found in talk.diagnostics()):
        pass
    text = "FROM alpine:3.20\nADD crontab /a/\nADD blob.py /a/\n"
    talk.tell(
        "textDocument/didChange",
        {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": text}]},
    )

    def offered(line: int) -> bool:
        context = {"diagnostics": [], "only": ["refactor.rewrite.add"]}
        asked = {"textDocument": {"uri": uri}, "range": span(line, 0, 0), "context": context}
        return any("disabled" not in action for action in talk.ask("textDocument/codeAction", asked) or ())

    assert offered(2)
    while not offered(1):
        pass
    assert not offered(2)


def test_an_ignore_file_is_looked_at_with_its_files(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("12345")
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
    uri = uris.from_path(str(tmp_path / ".dockerignore"))
    talk.open("*.log\ndist\n", uri, "ignore")

    def said(code: str) -> list[int]:
        return [found["range"]["start"]["line"] for found in talk.diagnostics() if found["code"] == code]

    while not (found := said("ignore-matches-nothing")):
        pass
    assert found == [1]
    assert "1 file, 5 bytes" in talk.hover(0, 1, uri)["contents"]["value"]
    talk.edit(2, {"range": span(1, 0, 4), "text": "a["}, uri=uri)
    assert said("ignore-bad-pattern") == [1]
    talk.edit(3, {"range": span(1, 0, 2), "text": "build"}, uri=uri)
    while not (found := said("ignore-matches-nothing")):
        pass
    assert found == [1]


def test_an_ignore_file_counts_as_it_is_typed_and_as_it_is_saved_once_it_is_closed(talk: Talk, tmp_path: Path) -> None:
    for name, text in {"Dockerfile": "FROM alpine:3.20\nCOPY a.log /\n", "a.log": "1", ".dockerignore": ""}.items():
        (tmp_path / name).write_text(text)
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
    dockerfile, ignored = (uris.from_path(str(tmp_path / name)) for name in ("Dockerfile", ".dockerignore"))
    talk.open((tmp_path / "Dockerfile").read_text(), dockerfile)

    def wait(wanted: bool) -> None:
        while True:
            params = talk.heard("textDocument/publishDiagnostics")["params"]
            found = any(one["code"] in ("CopyIgnoredFile", "source-ignored") for one in params["diagnostics"])
            if params["uri"] == dockerfile and found == wanted:
                return

    talk.open("", ignored, "ignore")
    talk.edit(2, {"range": span(0, 0, 0), "text": "*.log"}, uri=ignored)
    wait(True)
    talk.tell("textDocument/didClose", {"textDocument": {"uri": ignored}})
    wait(False)


@pytest.mark.parametrize("ignored", [None, "*.log"])
def test_a_fix_in_the_ignore_file(talk: Talk, tmp_path: Path, ignored: str | None) -> None:
    (tmp_path / ".env").write_text("DB_PASSWORD=hunter2-and-more\n")
    (tmp_path / "Dockerfile").write_text("")
    if ignored is not None:
        (tmp_path / ".dockerignore").write_text(ignored)
    operations = {"documentChanges": True, "resourceOperations": ["create"]}
    folder = {"uri": uris.from_path(str(tmp_path)), "name": "it"}
    talk.start({"workspace": {"workspaceEdit": operations}}, workspaceFolders=[folder])
    uri = uris.from_path(str(tmp_path / "Dockerfile"))
    talk.open("FROM scratch\nCOPY . /x/\n", uri)
    while "secret-copied" not in [found["code"] for found in talk.diagnostics()]:
        pass
    params = {"textDocument": {"uri": uri}, "range": span(1, 5, 6), "context": {"diagnostics": []}}
    found = [one for one in talk.ask("textDocument/codeAction", params) if one["kind"] == "quickfix"]
    (fix,) = [fix for fix in found if ".dockerignore" in fix["title"]]
    *made, change = fix["edit"]["documentChanges"]
    place = uris.from_path(str(tmp_path / ".dockerignore"))
    assert change["textDocument"] == {"uri": place, "version": None}
    if ignored is None:
        assert [(operation["kind"], operation["uri"]) for operation in made] == [("create", place)]
        assert change["edits"] == [{"range": span(0, 0, 0), "newText": ".env\n"}]
    else:
        assert made == [] and change["edits"] == [{"range": span(0, 5, 5), "newText": "\n.env\n"}]


@pytest.mark.parametrize("pulls", [False, True])
def test_a_server_loads_nothing_before_the_first_document_nor_pygls_before_its_diagnostics(pulls: bool) -> None:
    document = {"uri": "untitled:a", "languageId": "dockerfile", "version": 1, "text": "FROM alpine\n"}
    capabilities = {"textDocument": {"diagnostic": {}}} if pulls else {}
    messages: list[dict[str, object]] = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": capabilities}},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": document}},
    ]
    if pulls:
        messages.append(
            {"id": 2, "method": "textDocument/diagnostic", "params": {"textDocument": {"uri": "untitled:a"}}}
        )
    bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
    code = f"""
import asyncio, json, sys
from dockwright.lsp.server import Server
parts = ("syntax", "semantics", "context", "findings.engine")
print([part for part in parts if f"dockwright.{{part}}" in sys.modules])
class Output:
    def send(self, body):
        said = json.loads(body)
        if "diagnostics" in said.get("params", ()) or "items" in said.get("result", ()):
            print([name for name in ("pygls", "lsprotocol", "cattrs", "attrs") if name in sys.modules])
            server.stop(0)
async def main():
    server.stopped = asyncio.get_running_loop().create_future()
    server.messages.receive({bodies!r})
    await server.stopped
server = Server(Output())
asyncio.run(main())
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "server")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "[]\n[]\n", done.stderr


def codes(talk: Talk) -> list[str]:
    return [found["code"] for found in talk.diagnostics()]


def test_errors_of_what_is_being_typed_wait(talk: Talk) -> None:
    talk.start()
    talk.open("")
    assert codes(talk) == []
    talk.edit(2, {"range": span(0, 0, 0), "text": "FRO"})
    assert codes(talk) == []
    talk.edit(3, {"range": span(0, 3, 3), "text": 'M alpine:3.20\n\nCMD ["ls"]\n'})
    assert codes(talk) == []
    talk.edit(4, {"range": span(1, 0, 0), "text": "WORKDIR"})
    assert codes(talk) == []
    talk.edit(5, {"range": span(2, 10, 10), "text": " "})
    assert codes(talk) == ["missing-argument"], "the author went on with another line"


def test_errors_of_what_was_being_typed_come_with_saving(talk: Talk) -> None:
    talk.start()
    talk.open("FROM alpine:3.20\n\n")
    assert codes(talk) == []
    talk.edit(2, {"range": span(1, 0, 0), "text": "COPY --fro"})
    assert codes(talk) == []
    talk.tell("textDocument/didSave", {"textDocument": {"uri": URI}})
    assert set(codes(talk)) == {"unknown-flag", "missing-argument"}


def test_errors_of_what_was_being_typed_come_when_the_cursor_leaves(talk: Talk) -> None:
    talk.start()
    talk.open("FROM alpine:3.20\n\n")
    assert codes(talk) == []
    talk.edit(2, {"range": span(1, 0, 0), "text": "USER"})
    assert codes(talk) == []
    for line in (1, 0):
        position = {"line": line, "character": 0}
        talk.ask("textDocument/documentHighlight", {"textDocument": {"uri": URI}, "position": position})
    assert codes(talk) == ["missing-argument"]


def test_a_finding_brings_its_fixes_as_data_and_its_page(talk: Talk) -> None:
    able = {
        "textDocument": {"publishDiagnostics": {"dataSupport": True}},
        "window": {"showDocument": {"support": True}},
    }
    talk.start(able)
    talk.open("FROM alpine:3.20\nADD a.txt /srv/\n")
    (found,) = [found for found in talk.diagnostics() if found["code"] == "DL3020"]
    assert found["data"] == {"fixes": [{"title": "Replace ADD with COPY", "safe": True}]}
    identity = talk.begin("workspace/executeCommand", {"command": "dockwright.openPage", "arguments": ["DL3020"]})
    request = talk.heard("window/showDocument")
    assert request["params"]["uri"].endswith("/add_for_local_files.md") and request["params"]["external"] is False
    talk.reply(request, {"success": True})
    assert talk.answer(identity)["result"] is True


def test_the_page_of_a_rule_of_our_own_is_opened_in_the_editor(talk: Talk) -> None:
    talk.start({"window": {"showDocument": {"support": True}}})
    talk.open("FROM golang:1.24 AS build\nFROM alpine:3.20\nCOPY --from=biuld /a /a\n")
    params = {"textDocument": {"uri": URI}, "range": span(2, 14, 14), "context": {"diagnostics": []}}
    offered = talk.ask("textDocument/codeAction", params)
    (action,) = [action for action in offered if action["title"] == "Open documentation of stage-misspelt"]
    identity = talk.begin("workspace/executeCommand", action["command"])
    request = talk.heard("window/showDocument")
    path = uris.to_path(request["params"]["uri"])
    assert path and Path(path).name == "stage_misspelt.md" and Path(path).is_file()
    assert request["params"]["external"] is False
    talk.reply(request, {"success": True})
    assert talk.answer(identity)["result"] is True


def test_findings_and_fixes_are_told_in_the_language_of_the_editor(talk: Talk) -> None:
    talk.start(locale="ko")
    talk.open("FROM alpine:3.20 AS app\nADD app.py /srv/\n")
    (found,) = [found for found in talk.diagnostics() if found["code"] == "DL3020"]
    assert found["message"] == "ADD는 아카이브를 풀고 URL도 내려받습니다. 파일만 복사하려면 COPY를 쓰세요"
    context = {"diagnostics": [], "only": ["quickfix"]}
    params = {"textDocument": {"uri": URI}, "range": span(1, 1, 1), "context": context}
    assert talk.ask("textDocument/codeAction", params)[0]["title"] == "ADD를 COPY로 바꾸기"


def test_a_setting_counts_over_the_language_of_the_editor(talk: Talk) -> None:
    talk.start(locale="ko", initializationOptions={"locale": "en"})
    talk.open("FROM alpine:3.20 AS app\nADD app.py /srv/\n")
    (found,) = [found for found in talk.diagnostics() if found["code"] == "DL3020"]
    assert found["message"].startswith("ADD also unpacks archives")


def test_an_instruction_is_explained_in_the_language_of_the_editor(talk: Talk) -> None:
    talk.start(locale="ko")
    talk.open("FROM alpine:3.20\nWORKDIR /srv\n")
    params = {"textDocument": {"uri": URI}, "position": {"line": 1, "character": 2}}
    assert "작업 디렉터리를 정하고" in talk.ask("textDocument/hover", params)["contents"]["value"]


def test_lenses_and_hints_are_in_the_language_of_the_editor(talk: Talk) -> None:
    talk.start(locale="ko")
    talk.open("FROM alpine:3.20 AS base\nFROM base AS app\nCOPY --from=base /x /y\nFROM app AS end\nENV X=$V\n")
    document = {"textDocument": {"uri": URI}}
    titles = [lens["command"]["title"] for lens in talk.ask("textDocument/codeLens", document)]
    assert titles == [
        "app에서 사용",
        "alpine:3.20 기반 · end에서 사용",
        "alpine:3.20 기반 · 기본으로 빌드되는 스테이지",
    ]
    hints = talk.ask(
        "textDocument/inlayHint",
        {**document, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 5, "character": 0}}},
    )
    assert "이 스테이지의 베이스 이미지입니다." in {hint["tooltip"] for hint in hints}
