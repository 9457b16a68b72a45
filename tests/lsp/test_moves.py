"""Moves and deletions in the editor: the edits that come before, and what is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dockwright.lsp import uris
from lsp.talk import REAL, Talk, span

FILES = {
    "compose.yaml": "services:\n  é:\n    build: ./app\n",
    "app/Dockerfile": "FROM alpine:3.20\nCOPY main.py /srv/\n",
    "app/main.py": "",
    "app/lib/a": "",
}
OUTSIDE = ", which are then outside the build context `app`"


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    with Talk(REAL) as talk:
        changes = {"workspaceEdit": {"documentChanges": True}}
        talk.start({"workspace": changes}, workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
        yield talk


def rename(talk: Talk, folder: Path, old: str, new: str) -> dict[str, list[object]]:
    def uri(path: str) -> str:
        return uris.from_path(str(folder / path))

    edit = talk.ask("workspace/willRenameFiles", {"files": [{"oldUri": uri(old), "newUri": uri(new)}]})
    changes = edit["documentChanges"] if edit else []
    return {change["textDocument"]["uri"].rpartition("/")[2]: change["edits"] for change in changes}


def test_a_moved_file_is_named_anew(talk: Talk, tmp_path: Path) -> None:
    uri = uris.from_path(str(tmp_path / "app/Dockerfile"))
    talk.open("# not saved\n" + FILES["app/Dockerfile"], uri)
    found = rename(talk, tmp_path, "app/main.py", "app/lib/run.py")
    assert found == {"Dockerfile": [{"range": span(2, 5, 12), "newText": "lib/run.py"}]}
    found = rename(talk, tmp_path, "app", "service")
    assert found == {"compose.yaml": [{"range": span(2, 11, 16), "newText": "./service"}]}
    assert rename(talk, tmp_path, "app/lib/a", "app/lib/b") == {}


def test_what_cannot_be_kept_is_said(talk: Talk, tmp_path: Path) -> None:
    assert rename(talk, tmp_path, "app/main.py", "main.py") == {}
    said = talk.heard("window/showMessage")["params"]["message"]
    assert said == "After moving `app/main.py`: app/Dockerfile:2: `main.py` takes 1 fewer of the files" + OUTSIDE
    gone = {"files": [{"uri": uris.from_path(str(tmp_path / "app/main.py"))}]}
    assert talk.ask("workspace/willDeleteFiles", gone) is None
    said = talk.heard("window/showMessage")["params"]["message"]
    assert said == "A build fails without `app/main.py`: app/Dockerfile:2 uses `main.py` from there"


INLINE = """\
services:
  a:
    build:
      context: app
      dockerfile_inline: |
        FROM alpine:3.20
        COPY main.py none.py /srv/
"""


def test_an_open_file_finds_what_has_moved_before_it_is_saved(talk: Talk, tmp_path: Path) -> None:
    place = tmp_path / "inline.compose.yaml"
    place.write_text(INLINE)
    uri = uris.from_path(str(place))
    talk.open(INLINE, uri, "dockercompose")
    while _missing(talk) != [span(6, 21, 28)]:
        pass
    assert rename(talk, tmp_path, "app/main.py", "app/run.py").keys() == {"Dockerfile", "inline.compose.yaml"}
    talk.edit(2, {"range": span(6, 13, 20), "text": "run.py"}, uri=uri)
    (tmp_path / "app/main.py").rename(tmp_path / "app/run.py")
    old, new = (uris.from_path(str(tmp_path / f"app/{name}.py")) for name in ("main", "run"))
    talk.tell("workspace/didRenameFiles", {"files": [{"oldUri": old, "newUri": new}]})
    while _missing(talk) != [span(6, 20, 27)]:
        pass


def _missing(talk: Talk) -> list[object]:
    return [found["range"] for found in talk.diagnostics() if found.get("code") == "source-not-found"]
