"""What is announced before pygls is loaded is what pygls derives from what is registered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dockwright.lsp.capabilities import FILE, initialize_result
from dockwright.lsp.client import Client
from dockwright.lsp.server import Server
from generated import ROOT, check

FILES = {"willRename": True, "didRename": True, "willDelete": True}
ALL = {"textDocument": {"rename": {"prepareSupport": True}}, "workspace": {"fileOperations": FILES}}
EDITORS = sorted((ROOT / "tests" / "editors" / "clients").glob("*.json"))


class Nowhere:
    def send(self, body: bytes) -> None:
        raise AssertionError(body)


def derived(capabilities: dict[str, Any]) -> Any:
    """What pygls answers to `initialize`, as JSON has it."""
    pygls = Server(Nowhere()).pygls  # type: ignore[arg-type]
    result = pygls.initialize({"processId": None, "rootUri": None, "capabilities": capabilities})
    answer = json.loads(json.dumps(pygls.protocol._converter.unstructure(result)))
    sync = answer["capabilities"]["textDocumentSync"]
    # pygls says of some clients that nothing happens before a save, and nothing of the others, which means the same.
    answer["capabilities"]["textDocumentSync"] = {name: value for name, value in sync.items() if value is not False}
    return answer


def test_the_file_is_what_pygls_derives() -> None:
    check(FILE, json.dumps(derived(ALL)["capabilities"], indent=1, sort_keys=True) + "\n")


@pytest.mark.parametrize(
    "capabilities",
    [
        {},
        ALL,
        {"general": {"positionEncodings": ["utf-8", "utf-16"]}},
        {"general": {"positionEncodings": ["utf-32"]}},
        {"general": {"positionEncodings": ["klingon", "utf-8"]}},
        {"textDocument": {"synchronization": {"willSave": True, "willSaveWaitUntil": True}}},
        {"workspace": {"fileOperations": {"didRename": True, "willCreate": True}}},
        {"notebookDocument": {"synchronization": {}}},
        {"textDocument": {"diagnostic": {}, "semanticTokens": {"requests": {}, "tokenTypes": [], "tokenModifiers": [],
            "formats": []}}},
    ],
)  # fmt: skip
def test_the_answer_is_that_of_pygls(capabilities: dict[str, Any]) -> None:
    assert initialize_result(Client.of(capabilities)) == derived(capabilities)


@pytest.mark.parametrize("path", EDITORS, ids=lambda path: path.stem)
def test_the_answer_to_editors_is_that_of_pygls(path: Any) -> None:
    capabilities = json.loads(path.read_text(encoding="utf-8"))["capabilities"]
    assert initialize_result(Client.of(capabilities)) == derived(capabilities)
