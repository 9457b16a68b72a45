"""What git ignores: as git itself answers."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from dockwright.context.git import GitIgnores
from dockwright.context.values import Workspace

PATHS = (
    "a", "b.txt", "f.log", "foo/a", "foo/b.txt", "foo/bar/a", "foo/bar/b.txt", "bar/foo/x", "x/foo/bar/a",
    "build/out.o", "src/build/out.o", "src/a b", "src/[x]", "src/#c", "src/!d", "src/\u00e9", "src/A",
    "deep/1/2/3/f.log", "src/c\\d", "src/*s",
)  # fmt: skip
NAMES = (
    "a", "*", "**", "foo", "bar", "b.txt", "build", "src", "deep", "?oo", "*.o", "b*d", "[fb]oo", "f.log", "x", "***",
)  # fmt: skip
PIECES = (
    "a", "b.txt", "foo", "bar", "*", "**", "?", "/", "/", "*.o", "[ab]", "[!a]", "[^a]", "[a-c]*", "src", "!", "\\!",
    "\\#", "#", "\\ ", " ", "\\*", "[[]x]", "[x", "[]x]", "[a-]", "[\\]]", "[c-a]", "\u00e9", "A", "\\a", "\\",
    "[[:alpha:]]", "[[:no:]]", "[[:x]", "x", "[+-9]", "\t", "\r",
)  # fmt: skip
EVERY = 150
"""So many files of patterns are made up."""


def ignored(paths: tuple[str, ...], **files: str) -> set[str]:
    named = {name.replace("_", "/") + "/.gitignore" if name != "top" else ".gitignore": t for name, t in files.items()}
    sizes = {**dict.fromkeys(paths, 0), **{name: len(text) for name, text in named.items()}}
    found = GitIgnores(Workspace(sizes, named.get, lambda told: None))
    return {path for path in paths if found.ignores(path, folder=False)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("build/\n", {"build/out.o", "src/build/out.o"}),
        ("x/\n", {"x/foo/bar/a"}),
        ("/foo/*\n!/foo/bar\n", {"foo/a", "foo/b.txt"}),
        ("foo\n!foo/a\n", {path for path in PATHS if "foo/" in path}),
        ("foo/bar\r\n", {"foo/bar/a", "foo/bar/b.txt"}),
        ("**/bar/a\n", {"foo/bar/a", "x/foo/bar/a"}),
        ("deep/**/f.log  \n", {"deep/1/2/3/f.log"}),
        ("/\n!\n//\n[x\n[[:no:]]\nsrc\\\n", set()),
        ("?\n", {"a", "foo/a", "foo/bar/a", "bar/foo/x", "x/foo/bar/a", "src/A", "deep/1/2/3/f.log"}),
        ("\\a\n", {"a", "foo/a", "foo/bar/a", "x/foo/bar/a"}),
    ],
)
def test_lines(text: str, expected: set[str]) -> None:
    assert ignored(PATHS, top=text) == expected


def test_what_may_be_a_folder_may_be_ignored() -> None:
    found = GitIgnores(Workspace({".gitignore": 6}, {".gitignore": "dist/\n"}.get, lambda told: None))
    assert (found.ignores("dist"), found.ignores("dist", folder=False)) == (True, False)


def test_a_nearer_file_decides() -> None:
    assert ignored(PATHS, top="*.txt\n", foo="!b.txt\n/bar/\n") == {"b.txt", "foo/bar/a", "foo/bar/b.txt"}


@pytest.mark.parametrize(
    "text", ["*a" * 40 + "c\n", "**/a/" * 40 + "c\n", "[!b]*" * 40 + "c\n", "*[" * 20_000, "\\ " * 50_000]
)
def test_patterns_that_mean_harm(text: str) -> None:
    deepest = "a/" * 5_000 + "b"
    assert ignored(("a" * 5_000 + "b", "a/" * 200 + "b", deepest), top=text) == {deepest}, "or not known to be kept"


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git")
def test_made_up_files_are_read_as_git_reads_them(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    for path in PATHS:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    chance = random.Random(20)
    for _ in range(EVERY):
        files = {"top": _text(chance)} | ({"foo": _text(chance)} if chance.random() < 0.3 else {})
        (tmp_path / ".gitignore").write_bytes(files["top"].encode())
        (tmp_path / "foo/.gitignore").write_bytes(files.get("foo", "").encode())
        done = subprocess.run(
            ["git", "check-ignore", "--stdin", "-z", "--no-index"],
            cwd=tmp_path, input="\0".join(PATHS).encode(), capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode < 2, done.stderr
        assert ignored(PATHS, **files) == set(filter(None, done.stdout.decode().split("\0"))), files


def _text(chance: random.Random) -> str:
    return "".join(f"{_pattern(chance)}\n" for _ in range(chance.randint(1, 4)))


def _pattern(chance: random.Random) -> str:
    if chance.random() < 0.5:
        path = "/".join(chance.choices(NAMES, k=chance.randint(1, 3)))
        return chance.choice(("", "!", "/", "!/")) + path + chance.choice(("", "", "/", "/*", "/**"))
    return "".join(chance.choices(PIECES, k=chance.randint(1, 4)))
