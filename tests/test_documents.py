"""Documents for readers: plain words, commands that exist, and links that lead somewhere."""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from dockwright.cli.main import COMMANDS, SERVERS, main
from generated import ROOT
from words import prose_faults

_CLIENT = ROOT / "client-vscode"
ENGLISH = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs" / "learn" / "en").glob("*.md"),
    *_CLIENT.glob("*.md"),
    *(_CLIENT / "walkthrough").glob("*.md"),
    *(ROOT / "packaging").rglob("*.md"),
    *(ROOT / "editors").glob("*.md"),
]
KOREAN = [path for path in ENGLISH if ".ko." in path.name] + list((ROOT / "docs" / "learn" / "ko").glob("*.md"))
PLAIN = [path for path in ENGLISH if ".ko." not in path.name and path.name != "style.md"]
"""All but the page that lists what is not plain."""
_SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`(dockwright [a-z][^`]*)`")
_LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\((?!https?:|command:)([^)\s]+)\)")
_NESTED = re.compile(r" ([a-z]+(?:\|[a-z]+)+) \.\.\.")
_LISTED = re.compile(r"^    ([a-z]+)  ", re.MULTILINE)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PLAIN, ids=_name)
def test_a_document_is_in_the_voice_of_the_style(path: Path) -> None:
    assert prose_faults(path.read_text(encoding="utf-8")) == [], "docs/style.md says how"


@pytest.mark.parametrize("path", [*PLAIN, *KOREAN], ids=_name)
def test_a_document_shows_commands_that_exist(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = path.read_text(encoding="utf-8")
    lines = [line for block in _SHELL.findall(text) for line in block.splitlines() if line.startswith("dockwright ")]
    for line in [*lines, *_INLINE.findall(" ".join(text.split()))]:
        for part in re.split(r" (?:\||<|&&) ", line.partition("  #")[0]):
            if part.startswith("dockwright ") and "..." not in part.split()[1]:
                assert _unknown(shlex.split(part)[1:], capsys) == [], line


def _unknown(words: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a command does not know of these words: its name, that of a part, options."""
    name, *rest = words
    if name in SERVERS or name.startswith("--"):
        return []
    if name not in COMMANDS:
        return [name]
    help_ = _help((name,), capsys)
    options = [word.partition("=")[0] for word in rest if re.fullmatch(r"--?[a-z].*", word)]
    usage = help_.partition("\n\n")[0]
    found = _NESTED.search(usage)
    if nested := found[1].split("|") if found else _LISTED.findall(help_) if " COMMAND ..." in usage else []:
        part = next((word for word in rest if not word.startswith("-")), "")
        kinds = part.split("|")
        if part and not {*kinds} <= {*nested}:
            return [part]
        help_ += "".join(_help((name, kind), capsys) for kind in kinds if part)
    return [one for one in options if not re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", help_)]


_KNOWN: dict[tuple[str, ...], str] = {}


def _help(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    if words not in _KNOWN:
        with suppress(SystemExit):
            main([*words, "--help"])
        _KNOWN[words] = capsys.readouterr().out
    return _KNOWN[words]


@pytest.mark.parametrize("path", [*PLAIN, *KOREAN, ROOT / "docs" / "style.md"], ids=_name)
def test_a_link_leads_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in _LINK.findall(text):
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


@cache
def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    "line", ["chekc", "check --fixes", "context Dockerfile", "context of --all", "cache why a --since x"]
)
def test_a_command_that_does_not_exist_is_found(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(_unknown(line.split(), capsys)) == 1
