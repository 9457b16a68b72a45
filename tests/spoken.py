"""What Dockwright says outside of the pages of its rules and rewrites: the texts of the command line, of the editor, of
the settings and of the extension, as they stand in the source.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import dockwright

PACKAGE = Path(dockwright.__file__).parent
CLIENT = PACKAGE.parents[1] / "client-vscode"
PARTS = ("agents", "cli", "config", "context", "embedded", "findings", "ide", "lsp", "plan")
OTHERS = ("cli/hadolint/formats.py", "cli/hadolint/verbose.py", "findings/forms", "findings/hadolint", "findings/shell")
"""What speaks for hadolint, and what rules share: pages show it."""
_WORDS = re.compile(r"[A-Za-z`]{2,}\W* \W*[A-Za-z`]{2,}")
_REGEX = frozenset({"compile", "pattern", "match", "search", "fullmatch", "finditer", "sub", "split"})


class Text(NamedTuple):
    """A text that somebody reads."""

    family: str
    """The part and the module that say it, such as `cli/check`."""
    kind: Literal["help", "problem", "text"]
    text: str
    """What is filled in stands as `X`."""


@cache
def texts() -> tuple[Text, ...]:
    """All texts, each once."""
    return tuple(dict.fromkeys((*_of_the_package(), *_of_the_extension())))


def _of_the_package() -> Iterator[Text]:
    for path in (PACKAGE / "__main__.py", *(file for part in PARTS for file in sorted((PACKAGE / part).rglob("*.py")))):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(OTHERS):
            family = "/".join(path.relative_to(PACKAGE).with_suffix("").parts[:2])
            yield from of_source(path.read_text(encoding="utf-8"), family if "/" in family else f"cli/{family}")


def of_source(source: str, family: str) -> Iterator[Text]:
    """The constants in a module that are words: no docstrings, no regular expressions."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    kinds: dict[int, Literal["help", "problem"]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in _REGEX:
                silent |= {id(argument) for argument in node.args}
            help_texts = [word.value for word in node.keywords if word.arg in ("help", "description")]
            kinds |= dict.fromkeys(map(id, [*help_texts, *(node.args[1:2] if called == "Parser" else ())]), "help")
            problems = {"tell": node.args[1:], "_tell": node.args[1:], "Refused": node.args}.get(called, ())
            kinds |= dict.fromkeys(map(id, problems), "problem")
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in silent:
            text = " ".join(_filled(node).split())
            if _WORDS.search(text):
                yield Text(family, kinds.get(id(node), "text"), text)


def _filled(node: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_filled(part) if isinstance(part, ast.Constant) else "X" for part in node.values)


def _of_the_extension() -> Iterator[Text]:
    sys.path.insert(0, str(CLIENT / "scripts"))
    from translate import texts as manifest_texts

    manifest = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))
    yield from (Text("client/manifest", "text", text) for text in manifest_texts(manifest))
    for path in sorted((CLIENT / "walkthrough").glob("*.md")):
        if ".nls." not in path.name:
            prose = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
            yield from (Text("client/walkthrough", "text", " ".join(each.split())) for each in prose.split("\n\n"))
    for path in sorted((*(CLIENT / "src").glob("*.ts"), *(CLIENT / "webview").glob("*.ts"))):
        code = re.sub(r"/\*.*?\*/|(?:^|(?<=\s))//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for single, template in re.findall(r"'([^'\n]*)'|`([^`]*)`", code):
            text = " ".join(re.sub(r"\$\{[^}]*\}", "X", single or template).split())
            if _WORDS.search(text):
                yield Text("client/source", "text", text)
