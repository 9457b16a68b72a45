"""Ignore files in an editor: findings and hover."""

from __future__ import annotations

import pytest

from dockwright.config import Config
from dockwright.config.model import InlayHintSettings
from dockwright.context.build_context import Context
from dockwright.context.contents import Contents, Entry
from dockwright.context.ignore import reader
from dockwright.context.ignore.line_effects import IgnoreFacts, facts
from dockwright.findings.finding import Severity
from dockwright.ide.ignore_files.lines import hints, outline
from dockwright.ide.ignore_files.snapshot import IgnoreSnapshot, actions, complete, hover
from dockwright.text import Edit, Span, Text, apply

FILES = {
    "node_modules/a.js": 10,
    "web/node_modules/b.js": 20,
    "web/node_modules/c.js": 20,
    "a.log": 1_500,
    "keep.log": 1,
}


def opened(text: str) -> IgnoreSnapshot:
    entries = tuple(Entry(path, size, None) for path, size in FILES.items())
    files = Context(Contents("", None, entries), sure=True)
    return IgnoreSnapshot(Text.of(text), IgnoreFacts(facts(reader.read(text), FILES), files))


def said(snapshot: IgnoreSnapshot) -> list[tuple[str, str]]:
    return [(finding.code, snapshot.text.slice(finding.span)) for finding in snapshot.findings]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("  a[", "ignore-bad-pattern"),
        ("*.{js,ts}", "ignore-not-supported"),
        ("[!a]*.log", "ignore-not-supported"),
        ("*.log # logs", "ignore-not-supported"),
        ("node_modules", "ignore-top-only"),
        ("dist", "ignore-matches-nothing"),
    ],
)
def test_a_line_that_does_not_do_what_it_seems_to(line: str, code: str) -> None:
    assert said(opened(f"# first\n{line}\r\n")) == [(code, line.strip())]


def test_lines_that_others_overrule() -> None:
    snapshot = opened("a.log\n*.log\n!keep.log\n**/node_modules\n")
    assert said(snapshot) == [("ignore-overruled", "a.log")]
    assert snapshot.findings[0].severity is Severity.HINT


def test_nothing_is_claimed_of_files_that_are_not_known_nor_of_new_lines() -> None:
    assert said(IgnoreSnapshot(Text.of("dist\n"))) == []
    assert said(opened("*.log\n").edited([Edit(Span(0, 0), "dist\n")])) == []


def test_hover_says_what_a_line_hides() -> None:
    snapshot = opened("*.log\n!keep.log\n**/node_modules\n")
    texts = [found.markdown for offset in (2, 8, 20) if (found := hover(snapshot, offset))]
    assert texts == [
        "Excludes **1 file, 1.5 kB**.",
        "Includes again **1 file, 1 byte**.",
        "Excludes **3 files, 50 bytes**.",
    ]


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("  # about", "# about"),
        ("*.{js,log}", "*.js\n*.log"),
        ("[!a]*.log", "[^a]*.log"),
        ("*.log # logs", "*.log\n# logs"),
        ("node_modules", "**/node_modules"),
    ],
)
def test_fixes(line: str, fixed: str) -> None:
    snapshot = opened(f"{line}\n")
    (action,) = actions(snapshot, Span(0, len(line)))
    after = opened(apply(snapshot.text.string, action.edits))
    assert after.text.string == f"{fixed}\n"
    assert not {code for code, _ in said(after)} & {"ignore-not-supported", "ignore-top-only"}


def test_paths_are_completed() -> None:
    def labels(typed: str) -> list[str]:
        return [one.label for one in complete(opened(typed), len(typed))]

    assert labels("") == ["a.log", "keep.log", "node_modules", "web"]
    assert labels("!web/n") == ["node_modules"]
    assert labels("# web/") == labels("**/no") == []


def test_hints_and_outline_say_what_each_line_hides() -> None:
    snapshot = opened("# logs\n*.log\n!keep.log\ndist\n")
    shown = hints(snapshot, Span(0, len(snapshot.text)), Config())
    assert [(snapshot.text.line_of(hint.offset), hint.text) for hint in shown] == [
        (1, "(1 file, 1.5 kB)"),
        (2, "(1 file, 1 byte)"),
    ]
    assert [(entry.name, entry.detail) for entry in outline(snapshot)] == [
        ("*.log", "1 file, 1.5 kB"),
        ("!keep.log", "1 file, 1 byte"),
        ("dist", "nothing"),
    ]
    off = Config(inlay_hints=InlayHintSettings(context=False))
    assert hints(snapshot, Span(0, len(snapshot.text)), off) == []


NAMES = ("docs/a.md", "docs-old/a.md", ".env.local", "node_modules/a/b.js", "src/x", "test.html", "README.md")


def offered(line: str) -> list[str]:
    entries = tuple(Entry(path, 1, None) for path in sorted(NAMES))
    snapshot = IgnoreSnapshot(
        Text.of(f"*.log\n{line}\n"), IgnoreFacts({}, Context(Contents("", None, entries), sure=True))
    )
    return sorted(one.new_text for one in complete(snapshot, 6 + len(line)))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("node_modules", []),
        ("!node_modules", []),
        ("node_mod", ["node_modules"]),
        ("docs", []),
        ("doc", ["docs", "docs-old"]),
        ("docs-", ["docs-old"]),
        (".env", []),
        (".env.", [".env.local"]),
        ("README", []),
        ("READ", ["README.md"]),
        ("node_modules/a", []),
        ("node_modules/", ["a"]),
        ("*.md", []),
        ("**/n", []),
        ("# node", []),
    ],
)
def test_enter_after_a_name_that_may_be_whole_makes_a_line_break(typed: str, found: list[str]) -> None:
    assert offered(typed) == found
