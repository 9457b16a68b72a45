"""What the server does with messages of every kind, over standard input and output."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from lsp.talk import REAL, URI, Talk, at, span


@pytest.fixture
def talk() -> Iterator[Talk]:
    with Talk() as talk:
        yield talk


def test_starting_and_stopping(talk: Talk) -> None:
    capabilities = talk.start()
    assert capabilities["textDocumentSync"]["change"] == 2
    assert capabilities["hoverProvider"] and capabilities["completionProvider"]["resolveProvider"]
    assert "dockwright.fixAll" in capabilities["executeCommandProvider"]["commands"]
    assert talk.end() == 0


def test_leaving_without_shutdown_is_an_error(talk: Talk) -> None:
    talk.start()
    talk.tell("exit", None)
    assert talk.process.wait(20) == 1


def test_a_client_that_goes_away_ends_the_server(talk: Talk) -> None:
    talk.start()
    assert talk.process.stdin
    talk.process.stdin.close()
    assert talk.process.wait(20) == 1


@pytest.mark.parametrize("arguments", [["lsp"], ["--stdio"], ["lsp", "--stdio"], ["--stdio", "lsp"]])
def test_every_way_to_start_it(arguments: list[str]) -> None:
    with Talk([*REAL[:3], *arguments]) as talk:
        talk.start()
        assert talk.end() == 0


@pytest.mark.parametrize(
    ("offered", "chosen", "column"),
    [(None, "utf-16", 6), (["utf-8", "utf-16"], "utf-8", 10), (["utf-32"], "utf-32", 5), (["klingon"], "utf-16", 6)],
)
def test_positions_count_what_was_negotiated(talk: Talk, offered: list[str] | None, chosen: str, column: int) -> None:
    capabilities = talk.start({"general": {"positionEncodings": offered}} if offered else {})
    assert capabilities["positionEncoding"] == chosen
    talk.open("# 漢🎉 OLD\n")
    assert talk.diagnostics()[0]["range"] == span(0, column, column + 3)
    assert talk.hover(0, column + 1)["range"] == span(0, column, column + 3)


def test_edits_behind_an_emoji(talk: Talk) -> None:
    talk.start()
    talk.open("# 🎉 x\r\n\x0c\u2028\x85end")
    assert talk.diagnostics() == []
    talk.edit(2, {"range": span(0, 5, 6), "text": "OLD"}, {"range": span(0, 5, 6), "text": "🎉 O"})
    assert [found["range"] for found in talk.diagnostics()] == [span(0, 8, 11)]
    talk.edit(3, {"range": span(1, 0, 3), "text": "OLD "})
    assert [found["range"] for found in talk.diagnostics()] == [span(0, 8, 11), span(1, 0, 3)]
    talk.edit(4, {"text": "OLD"})
    assert [found["range"] for found in talk.diagnostics()] == [span(0, 0, 3)]


def test_positions_past_the_end_mean_the_end(talk: Talk) -> None:
    talk.start()
    talk.open("a\n")
    talk.diagnostics()
    talk.edit(2, {"range": {"start": {"line": 77, "character": 7}, "end": {"line": 99, "character": 0}}, "text": "OLD"})
    assert [found["range"] for found in talk.diagnostics()] == [span(1, 0, 3)]


def test_a_diagnostic_says_all_there_is(talk: Talk) -> None:
    talk.start()
    talk.open("OLD")
    (found,) = talk.diagnostics()
    assert found == {
        "range": span(0, 0, 3),
        "severity": 2,
        "code": "old",
        "source": "dockwright",
        "message": "100 % old: {}",
        "tags": [2],
    }


def test_closing_takes_the_diagnostics_away(talk: Talk) -> None:
    talk.start()
    talk.open("OLD")
    assert talk.diagnostics()
    talk.tell("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert talk.diagnostics() == []
    assert talk.hover(0, 0) is None
    talk.edit(2, {"text": "OLD"})
    assert "not open" in talk.heard("window/logMessage")["params"]["message"]


def test_hover_in_plain_text_for_those_who_read_no_markdown(talk: Talk) -> None:
    talk.start({"textDocument": {"hover": {"contentFormat": ["plaintext"]}}})
    talk.open("word")
    assert talk.hover(0, 1)["contents"] == {"kind": "plaintext", "value": "word is a word"}


@pytest.mark.parametrize("snippets", [True, False])
def test_completion_and_its_documentation(talk: Talk, snippets: bool) -> None:
    talk.start({"textDocument": {"completion": {"completionItem": {"snippetSupport": snippets}}}})
    talk.open("")
    copy, maintainer = talk.ask("textDocument/completion", at(0, 0))["items"]
    assert copy["textEdit"]["newText"] == ("COPY ${1:source} $0" if snippets else "COPY source ")
    assert copy.get("insertTextFormat", 1) == (2 if snippets else 1)
    assert maintainer["tags"] == [1]
    assert "documentation" not in copy
    assert talk.ask("completionItem/resolve", copy)["documentation"]["value"] == "# copy"
    assert "documentation" not in talk.ask("completionItem/resolve", maintainer)


def actions(talk: Talk, diagnostics: list[Any], **context: Any) -> list[dict[str, Any]]:
    params = {"textDocument": {"uri": URI}, "range": span(0, 1, 1), "context": {"diagnostics": diagnostics, **context}}
    return talk.ask("textDocument/codeAction", params)  # type: ignore[no-any-return]


def test_fixes_need_no_diagnostics_from_the_client(talk: Talk) -> None:
    talk.start()
    talk.open("OLD")
    fix, later = actions(talk, [])
    assert fix["edit"] == {"changes": {URI: [{"range": span(0, 0, 3), "newText": "NEW"}]}}
    assert fix["isPreferred"] and fix["diagnostics"][0]["code"] == "old"
    assert later["edit"]["changes"][URI] == [
        {"range": span(0, 0, 0), "newText": "# later\n"},
        {"range": span(0, 0, 3), "newText": "NEW $0"},
    ], "a client that cannot resolve gets the edits, one that knows no snippets their words"


ABLE = {
    "textDocument": {
        "codeAction": {
            "disabledSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
        }
    },
    "workspace": {"workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}}, "applyEdit": True},
}


def test_an_able_client_gets_versions_and_reasons_and_is_not_made_to_ask(talk: Talk) -> None:
    talk.start(ABLE)
    talk.open("OLD")
    fix, later = actions(talk, [])
    assert fix["edit"]["documentChanges"][0]["textDocument"] == {"uri": URI, "version": 1}
    assert "edit" not in later
    resolved = talk.ask("codeAction/resolve", later)["edit"]
    assert "changeAnnotations" not in resolved
    assert all("annotationId" not in edit for edit in resolved["documentChanges"][0]["edits"])
    never = actions(talk, [], triggerKind=1)[-1]
    assert never["disabled"]["reason"] == "there is no shell"
    talk.edit(2, {"text": "OLD "})
    assert talk.error("codeAction/resolve", later)[0] == -32801


def test_snippets_for_those_who_can(talk: Talk) -> None:
    able = {**ABLE["workspace"], "workspaceEdit": {"documentChanges": True, "snippetEditSupport": True}}
    talk.start({**ABLE, "workspace": able})
    talk.open("OLD")
    later = talk.ask("codeAction/resolve", actions(talk, [])[1])["edit"]
    _, snippet = later["documentChanges"][0]["edits"]
    assert snippet == {"range": span(0, 0, 3), "snippet": {"kind": "snippet", "value": r"${1:NEW} \$0"}}
    assert "changeAnnotations" not in later


def test_a_command_asks_the_client_to_apply_its_edits(talk: Talk) -> None:
    talk.start(ABLE)
    talk.open("OLD")
    identity = talk.begin("workspace/executeCommand", {"command": "dockwright.fixAll", "arguments": [URI]})
    request = talk.heard("workspace/applyEdit")
    assert request["params"]["edit"]["documentChanges"][0]["edits"] == [{"range": span(0, 0, 3), "newText": "NEW"}]
    talk.reply(request, {"applied": True})
    assert talk.answer(identity)["result"] is None


@pytest.mark.parametrize("params", [{"command": "no.such"}, {"command": "dockwright.fixAll", "arguments": [3]}, {}])
def test_wrong_commands_are_invalid_params(talk: Talk, params: Any) -> None:
    talk.start()
    assert talk.error("workspace/executeCommand", params)[0] == -32602


def test_pulled_diagnostics_have_ids_that_follow_text_and_settings(talk: Talk) -> None:
    talk.start({"textDocument": {"diagnostic": {}}})
    talk.open("OLD")

    def pull(previous: str | None = None) -> dict[str, Any]:
        params = {"textDocument": {"uri": URI}, "previousResultId": previous}
        return talk.ask("textDocument/diagnostic", params)  # type: ignore[no-any-return]

    first = pull()
    assert len(first["items"]) == 1
    talk.edit(2, {"text": "OLD OLD"})
    second = pull(first["resultId"])
    assert second["resultId"] != first["resultId"] and len(second["items"]) == 2
    assert pull(second["resultId"]) == {"kind": "unchanged", "resultId": second["resultId"]}
    talk.tell("workspace/didChangeConfiguration", {"settings": {"dockwright": {"rules": {"old": "off"}}}})
    third = pull(second["resultId"])
    assert third["resultId"] != second["resultId"] and third["items"] == []
    assert not [said for said in talk.said if said.get("method") == "textDocument/publishDiagnostics"]


def test_settings_that_are_wrong_are_named_and_the_others_count(talk: Talk) -> None:
    talk.start(initializationOptions={"rules": {"old": "error"}, "codeLens": "no"})
    assert "codeLens: expected true or false" in talk.heard("window/showMessage")["params"]["message"]
    talk.open("OLD")
    assert talk.diagnostics()[0]["severity"] == 1


def test_settings_are_asked_for_by_folder(talk: Talk) -> None:
    folders = [{"uri": "file:///one", "name": "one"}, {"uri": "file:///two", "name": "two"}]
    talk.start({"workspace": {"configuration": True}}, workspaceFolders=folders)
    request = talk.heard("workspace/configuration")
    assert [item.get("scopeUri") for item in request["params"]["items"]] == [None, "file:///one", "file:///two"]
    talk.reply(request, [None, {"rules": {"old": "error"}}, {"rules": {"old": "hint"}}])
    for uri, severity in [("file:///one/Dockerfile", 1), ("file:///two/Dockerfile", 4), ("untitled:Untitled-1", 2)]:
        talk.open("OLD", uri)
        assert talk.diagnostics()[0]["severity"] == severity


def test_a_crash_costs_one_answer_and_is_logged_by_name(talk: Talk) -> None:
    talk.crashes_expected = True
    talk.start()
    talk.open("CRASH word")
    code, message = talk.error("textDocument/hover", at(0, 1))
    assert code == -32603 and "planted in hover" in message
    log = talk.heard("window/logMessage")["params"]
    assert log["type"] == 1 and "textDocument/hover" in log["message"] and "planted in hover" in log["message"]
    assert talk.hover(0, 7)["contents"]["value"].startswith("**word**")
    talk.edit(2, {"text": "PANIC word"})
    assert "planted in findings" in talk.heard("window/logMessage")["params"]["message"]
    assert talk.hover(0, 7)["contents"]["value"].startswith("**word**")


def test_a_request_that_runs_can_be_cancelled(talk: Talk) -> None:
    talk.start()
    identity = talk.begin("workspace/executeCommand", {"command": "test.slow"})
    talk.ask("textDocument/hover", at(0, 0))
    talk.tell("$/cancelRequest", {"id": identity})
    assert talk.answer(identity)["error"]["code"] == -32800


def test_a_request_that_waits_is_not_begun_when_cancelled(talk: Talk) -> None:
    talk.start()
    talk.open("CRASH")
    body = (
        b'{"jsonrpc":"2.0","id":99,"method":"textDocument/hover","params":{"textDocument":{"uri":"%b"},' % URI.encode()
    )
    body += b'"position":{"line":0,"character":1}}}'
    cancel = b'{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":99}}'
    talk.write(b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(part), part) for part in (body, cancel)))
    assert talk.answer(99)["error"]["code"] == -32800


def test_long_work_shows_its_progress(talk: Talk) -> None:
    talk.start({"window": {"workDoneProgress": True}})
    identity = talk.begin("workspace/executeCommand", {"command": "test.work"})
    talk.reply(talk.heard("window/workDoneProgress/create"), None)
    assert talk.answer(identity)["result"] == "done"
    kinds = [said["params"]["value"]["kind"] for said in talk.said if said["method"] == "$/progress"]
    assert kinds == ["begin", "end"]


@pytest.mark.parametrize("params", [None, [], {}, {"capabilities": None}, {"capabilities": 3}])
def test_who_starts_without_capabilities_is_told_and_may_start_again(talk: Talk, params: Any) -> None:
    assert talk.error("initialize", params)[0] == -32602
    assert talk.error("textDocument/hover", at(0, 0))[0] == -32002
    talk.start()
    assert talk.hover(0, 0) is None


def test_abilities_that_make_no_sense_are_none(talk: Talk) -> None:
    odd = {"textDocument": {"hover": {"contentFormat": 3}, "rename": []}, "general": {"positionEncodings": "utf-8"}}
    assert talk.start({**odd, "workspace": 3, "window": None})["positionEncoding"] == "utf-16"
    talk.open("word")
    assert talk.hover(0, 1)["contents"]["kind"] == "markdown"


def test_all_that_a_client_says_at_once_is_answered_in_order(talk: Talk) -> None:
    document = {"uri": URI, "languageId": "dockerfile", "version": 1, "text": "one OLD"}
    change = {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": "two"}]}
    pull = {"textDocument": {"uri": URI}}
    said: list[tuple[str, int | None, Any]] = [
        ("initialize", 1, {"processId": None, "rootUri": None, "capabilities": {"textDocument": {"diagnostic": {}}}}),
        ("initialized", None, {}),
        ("textDocument/didOpen", None, {"textDocument": document}),
        ("textDocument/diagnostic", 2, pull),
        ("textDocument/hover", 3, at(0, 1)),
        ("textDocument/didChange", None, change),
        ("textDocument/hover", 4, at(0, 1)),
        ("textDocument/diagnostic", 5, pull),
        ("textDocument/hover", 6, at(0, 1)),
        ("shutdown", 7, None),
        ("textDocument/hover", 8, at(0, 1)),
        ("exit", None, None),
    ]
    data = b""
    for method, identity, params in said:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        body = json.dumps(message if identity is None else {**message, "id": identity}).encode()
        data += b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    data += b"Content-Length: 70\r\n\r\n" + b'{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":6}}'.ljust(70)
    talk.write(data)
    answers: dict[int, dict[str, Any]] = {}
    while len(answers) < 8:
        message = talk.read()
        if "id" in message and "method" not in message:
            answers[message["id"]] = message
    assert list(answers) == [6, 1, 2, 3, 4, 5, 7, 8], "a cancelled request is answered at once"
    assert answers[6]["error"]["code"] == -32800
    assert [len(answers[pulled]["result"]["items"]) for pulled in (2, 5)] == [1, 0]
    shown = [answers[hovered]["result"]["contents"]["value"] for hovered in (3, 4)]
    assert shown == ["**one** is `a word`", "**two** is `a word`"]
    assert answers[7]["result"] is None and answers[8]["error"]["code"] == -32600
    assert talk.process.wait(20) == 0


@pytest.mark.parametrize("params", [None, [], {}, {"textDocument": 3}, {"textDocument": {"uri": 3}}])
def test_a_wrong_request_for_diagnostics_is_told(talk: Talk, params: Any) -> None:
    talk.start({"textDocument": {"diagnostic": {}}})
    assert talk.error("textDocument/diagnostic", params)[0] == -32602


def test_settings_that_the_client_cannot_give_are_the_defaults(talk: Talk) -> None:
    talk.start({"workspace": {"configuration": True}})
    request = talk.heard("workspace/configuration")
    talk.send({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32601, "message": "no"}})
    talk.open("OLD")
    assert [found["severity"] for found in talk.diagnostics()] == [2]


def test_requests_out_of_order(talk: Talk) -> None:
    assert talk.error("textDocument/hover", at(0, 0))[0] == -32002
    talk.start()
    assert talk.error("initialize", {"processId": None, "rootUri": None, "capabilities": {}})[0] == -32600
    talk.ask("shutdown")
    assert talk.error("textDocument/hover", at(0, 0))[0] == -32600


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Content-Length: 3\r\n\r\n{x}", -32700),
        (b"Content-Length: 2\r\n\r\n\xff\xfe", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 4\r\n\r\nnull", -32600),
        (b'Content-Length: 8\r\n\r\n{"id":3}', -32600),
        (b"Content-Length: x\r\n\r\n", -32700),
        (b"Content-Length: -5\r\n\r\n", -32700),
        (b"Content-Length: 99999999999\r\n\r\n", -32700),
        (b"Nonsense\r\n\r\n", -32700),
    ],
)
def test_nonsense_is_refused_and_the_next_request_answered(talk: Talk, data: bytes, code: int) -> None:
    talk.start()
    talk.open("word")
    talk.write(data)
    while "error" not in (message := talk.read()):
        talk.said.append(message)
    assert message["error"]["code"] == code
    assert talk.hover(0, 0)


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("textDocument/unknown", {}, -32601),
        ("$/unknown", None, -32601),
        ("textDocument/hover", None, -32602),
        ("textDocument/hover", [], -32602),
        ("textDocument/hover", {"textDocument": 3, "position": None}, -32602),
        ("textDocument/codeAction", {"textDocument": {"uri": URI}}, -32602),
    ],
)
def test_wrong_requests_get_the_right_error(talk: Talk, method: str, params: Any, code: int) -> None:
    talk.start()
    assert talk.error(method, params)[0] == code
    assert talk.hover(0, 0) is None


@pytest.mark.parametrize("params", [None, {}, {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{}]}])
def test_a_wrong_edit_is_logged_and_changes_nothing(talk: Talk, params: Any) -> None:
    talk.crashes_expected = True
    talk.start()
    talk.open("word")
    talk.tell("textDocument/didChange", params)
    assert "textDocument/didChange" in talk.heard("window/logMessage")["params"]["message"]
    assert talk.hover(0, 0)


def test_an_ignore_file_is_kept_but_not_analysed(talk: Talk) -> None:
    talk.start()
    talk.open("OLD", "file:///nowhere/.dockerignore", "ignore")
    assert talk.diagnostics() == []
    assert talk.hover(0, 0, "file:///nowhere/.dockerignore") is None
