"""`copy-before-install` with a history of git: what was installed in vain, and silence where nothing was."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dockwright.cli import surroundings
from dockwright.cli.main import main
from dockwright.context.build_context import Context
from dockwright.context.contents import Contents
from dockwright.context.ignore.reader import read
from dockwright.findings import engine
from dockwright.findings.rule import all_rules
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from markers import Mark, marks

RULE = next(rule for rule in all_rules() if rule.code == "copy-before-install")
STATIC = "All files are copied above, so any edit reruns the install; copy `package.json` and its lockfile first"


def _file(message: str = "") -> str:
    mark = f"#   ^^^ {message}\n" if message else ""
    return f"FROM node:22\nWORKDIR /srv\nCOPY . .\nRUN npm ci\n{mark}"


def _counted(again: int, commits: int, manifests: int) -> str:
    return (
        f"{again} of the last {commits} commits rerun this install, but only {manifests} change manifests; "
        "copy `package.json` and its lockfile first"
    )


@pytest.mark.parametrize(
    ("commits", "source"),
    [
        ([["src/a.js"]] * 8 + [["package.json", "src/a.js"]] * 2, _file(_counted(10, 10, 2))),
        ([["README.md"]] * 9 + [["web/package-lock.json"]] + [[]] * 2, _file()),
        ([["README.md"]] * 9 + [["src/a.js"]], _file(_counted(1, 10, 0))),
        ([["package.json"]] * 10, _file()),
        ([["src/a.js"]] * 9, _file(STATIC)),
    ],
    ids=["numbers", "only manifests are sent", "one commit in vain", "always the manifest", "too few"],
)  # fmt: skip
def test_numbers_of_the_history(commits: list[list[str]], source: str) -> None:
    text, expected = marks(source)
    context = Context(Contents("", read("*.md\n"), ()), sure=True)
    context.commits = commits
    (group,) = engine.check(analyse(parse(text)), engine.only(RULE), context) or [None]
    found = [each.shifted(group.start) for each in group.findings if each.code == RULE.code] if group else []
    assert [Mark(each.span, each.message) for each in found] == expected


def test_the_history_is_that_of_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run([*git, "init", "-q"], check=True)
    Path("Dockerfile").write_text(_file())
    Path("compose.yaml").write_text("services:\n  a:\n    build: .\n")
    for number in range(12):
        Path("package.json" if number == 3 else "a.js").write_text(f"{number}")
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "x"], check=True)
    for _ in range(2):  # the second time from what is kept of the first
        surroundings.forget()
        main(["check", "Dockerfile"])
        assert _counted(12, 12, 1) in capsys.readouterr().out
    Path("a.js").write_text("more")
    subprocess.run([*git, "commit", "-q", "-a", "-m", "x"], check=True)
    surroundings.forget()
    main(["check", "Dockerfile"])
    assert _counted(13, 13, 1) in capsys.readouterr().out
