"""What the editor shows beside findings is in its language: refusals, questions, notices, details and contexts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dockwright.lsp import uris
from lsp.talk import REAL, URI, Talk


def at(line: int, character: int, uri: str = URI) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def test_refused_renames_and_the_question_before_one() -> None:
    with Talk(REAL) as talk:
        talk.start(locale="ko-KR")
        talk.open("FROM a AS one\nENV LEVEL=1\nCOPY --from=one x y\nENV DEBIAN_FRONTEND=x\n")
        _, message = talk.error("textDocument/rename", {**at(0, 10), "newName": "1"})
        assert message == "스테이지 이름 `1`이 올바르지 않습니다. 글자로 시작해 글자, 숫자, `-`, `_`, `.`만 쓰세요"
        _, message = talk.error("textDocument/rename", {**at(3, 5), "newName": "X"})
        assert message == "프로그램이 `DEBIAN_FRONTEND`를 이 이름으로 읽습니다"
        _, message = talk.error("textDocument/prepareRename", at(0, 1))
        assert message == "스테이지, ARG와 ENV 변수, 히어독의 이름만 바꿀 수 있습니다"
        identity = talk.begin("textDocument/rename", {**at(1, 5), "newName": "DEPTH"})
        asked = talk.heard("window/showMessageRequest")
        question = "LEVEL은 이미지의 환경에 있는 변수입니다. 이 변수를 읽는 프로그램은 더 이상 찾지 못합니다"
        assert asked["params"]["message"] == question
        assert asked["params"]["actions"] == [{"title": "이름 바꾸기"}, {"title": "취소"}]
        talk.reply(asked, {"title": "취소"})
        assert talk.answer(identity)["error"]["message"] == f"{question}. 이름을 바꾸지 않았습니다"
        identity = talk.begin("textDocument/rename", {**at(1, 5), "newName": "DEPTH"})
        talk.reply(talk.heard("window/showMessageRequest"), {"title": "이름 바꾸기"})
        assert [edit["newText"] for edit in talk.answer(identity)["result"]["changes"][URI]] == ["DEPTH"]


def test_notices_about_settings() -> None:
    with Talk(REAL) as talk:
        talk.start(locale="ko", initializationOptions={"format": {"indent": 99}})
        said = talk.heard("window/showMessage")["params"]["message"]
        assert said == "Dockwright: 설정의 format.indent: 0에서 16 사이의 숫자여야 하는데 99입니다. 기본값을 씁니다"


def test_details_of_completions_but_not_values() -> None:
    with Talk(REAL) as talk:
        talk.start(locale="ko")
        talk.open("FROM a AS one\nARG KIND=none\nCOPY -\nRUN echo $\n")
        copied = {item["label"]: item.get("detail") for item in talk.ask("textDocument/completion", at(2, 6))["items"]}
        assert copied["--from="] == "빌드 컨텍스트 대신 스테이지, 이미지, 이름 붙은 컨텍스트에서 복사"
        assert copied["--exclude="] == "패턴에 맞는 것을 제외 (docker/dockerfile 1.19)"
        named = {item["label"]: item.get("detail") for item in talk.ask("textDocument/completion", at(3, 10))["items"]}
        assert named["KIND"] == "none"


def test_parameters_of_instructions_but_not_flags_and_values() -> None:
    for offsets in (True, False):
        with Talk(REAL) as talk:
            able = {"signatureInformation": {"parameterInformation": {"labelOffsetSupport": offsets}}}
            talk.start({"textDocument": {"signatureHelp": able}}, locale="ko")
            talk.open("COPY a \nFROM \nCMD [\nHEALTHCHECK \n")
            labels = {}
            for line, text in enumerate(["COPY a ", "FROM ", "CMD [", "HEALTHCHECK "]):
                found = talk.ask("textDocument/signatureHelp", at(line, len(text)))
                for form in found["signatures"]:
                    names = [one["label"] for one in form["parameters"]]
                    labels[form["label"]] = [form["label"][slice(*one)] if offsets else one for one in names]
            assert labels == {
                "COPY [--flags] 소스 … 대상": ["[--flags]", "소스 …", "대상"],
                'COPY ["소스", …, "대상"]': ["소스", "대상"],
                "FROM [--platform=…] 이미지 [AS 이름]": ["[--platform=…]", "이미지", "이름"],
                'CMD ["프로그램", "인자", …]': ["프로그램", "인자"],
                "HEALTHCHECK [--flags] CMD 명령": ["[--flags]", "명령"],
                "HEALTHCHECK NONE": ["NONE"],
            }


def test_moves_and_the_build_context(tmp_path: Path) -> None:
    files = {
        "compose.yaml": "services:\n  a:\n    build: ./app\n",
        "app/Dockerfile": "FROM alpine:3.20\nCOPY main.py /srv/\n",
        "app/main.py": "",
        "app/.env": "TOKEN=x\n",
        "Dockerfile": "FROM alpine:3.20\nCOPY app/.env /srv/\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    def uri(path: str) -> str:
        return uris.from_path(str(tmp_path / path))

    with Talk(REAL) as talk:
        changes = {"workspaceEdit": {"documentChanges": True}}
        folders = [{"uri": uris.from_path(str(tmp_path)), "name": "it"}]
        talk.start({"workspace": changes}, workspaceFolders=folders, locale="ko")
        talk.ask("workspace/willRenameFiles", {"files": [{"oldUri": uri("app/main.py"), "newUri": uri("main.py")}]})
        assert talk.heard("window/showMessage")["params"]["message"] == (
            "`app/main.py`를 옮긴 뒤: app/Dockerfile:2: `main.py`에서 가져오는 파일이 1개 줄어듭니다, "
            "빌드 컨텍스트 `app` 밖으로 나가기 때문입니다"
        )
        talk.ask("workspace/willDeleteFiles", {"files": [{"uri": uri("app/main.py")}]})
        assert talk.heard("window/showMessage")["params"]["message"] == (
            "`app/main.py`가 없으면 빌드가 실패합니다: app/Dockerfile:2에서 그곳의 `main.py` 사용"
        )
        talk.open(files["Dockerfile"], uri("Dockerfile"))
        command = {"command": "dockwright.showContext", "arguments": [uri("Dockerfile")]}
        shown = talk.ask("workspace/executeCommand", command)
        assert shown["origin"] == "Dockerfile이 있고 원본도 모두 있는 유일한 폴더"
        (app,) = [child for child in shown["children"] if child["name"] == "app"]
        (secret,) = [child for child in app["children"] if child["name"] == ".env"]
        assert secret["secret"] == "비밀번호와 토큰이 자주 들어 있습니다"
