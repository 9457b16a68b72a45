"""What becomes of each source of real repositories, with the true context given."""

from __future__ import annotations

import json
import posixpath
from collections import Counter

import pytest

from dockwright.context.build_context import Context, clean
from dockwright.context.contents import contents
from dockwright.context.git import GitIgnores
from dockwright.context.values import Workspace
from shared import SHARED, listed, needs_shared


@needs_shared
def test_sources_of_real_repositories() -> None:
    assert SHARED is not None
    count: Counter[str] = Counter()
    known: dict[tuple[str, ...], Context] = {}
    wrong = []
    for line in (SHARED / "contexts" / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        key = (row["repo"], row["context"], row["ignore_file"] or "")
        context = known[key] = known.get(key) or _context(*key)
        for source in row["sources"]:
            name = source["src"]
            if "$" in name or "://" in name:
                continue
            fate = context.fate(name)
            ignored = sum(number for _, number in fate.left_out)
            expected = (source.get("files", 0), source.get("ignored", 0)) if source["in_context"] else (0, 0)
            count["sources"] += 1
            count["missing"] += not source["in_context"]
            count["claimed"] += not fate.exists and not context.doubt(clean(name))
            # The lists lack links and one ignore file, which the records of whole contexts count.
            most = 6 if clean(name) == "" else 0
            got = (fate.sent + ignored, ignored)
            if any(abs(one - other) > most for one, other in zip(got, expected, strict=True)):
                wrong.append((row["repo"], row["dockerfile"], source, fate))
    assert wrong == []
    assert count["missing"] > 20
    # What is missing in these checkouts is made before their real builds: each claim is a false one.
    assert count["claimed"] < 0.01 * count["sources"]


def _context(repository: str, root: str, ignored_by: str) -> Context:
    workspace = listed(repository)
    git = GitIgnores(workspace)
    held = contents(workspace, root, ignored_by or None)
    return Context(held, sure=True, doubtful=lambda path: git.ignores(posixpath.join(root, path)))


@pytest.mark.parametrize(
    ("path", "ignored"),
    [("dist/app", True), ("a/dist", True), ("build/x", True), ("a/build/x", False), ("keep.o", False), ("a/x.o", True)],
)
def test_what_git_ignores(path: str, ignored: bool) -> None:
    texts = {".gitignore": "# made\ndist/\n/build\n*.o\n!keep.o\n", "a/b": ""}
    assert GitIgnores(Workspace(dict.fromkeys(texts, 1), texts.get)).ignores(path) is ignored


def test_an_ignore_file_that_asks_for_too_much_work_is_not_applied() -> None:
    ignored = "".join(f"a*{number}b?c\n" for number in range(5_000))
    files = {".dockerignore": len(ignored), **{f"f{number}": 1 for number in range(8_100)}}
    held = contents(Workspace(files, lambda path: ignored), "", ".dockerignore")
    assert "5,000" in held.undecided and len(held.sent) == 8_101
    names = "".join(f"f{number}\n" for number in range(20_000))
    held = contents(Workspace(files, lambda path: names), "", ".dockerignore")
    assert not held.undecided and len(held.sent) == 1
