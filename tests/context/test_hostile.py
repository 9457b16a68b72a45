"""Workspaces that mean harm: bounded time and memory, nothing read outside, and something said of what was cut.

There are no time limits here: without the bound each of these would take hours, wait for ever, or fill the memory.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockwright.cli import context as command
from dockwright.context import folder_walk
from dockwright.context.builds import script_folders as shells
from dockwright.context.builds.build_commands import MOST_READ, commands
from dockwright.context.folder_walk import Listing, walk
from dockwright.context.git import GitIgnores
from dockwright.context.ignore import reader
from dockwright.context.survey import Survey
from dockwright.context.values import Workspace
from dockwright.findings.engine import only
from dockwright.findings.finding import Severity
from dockwright.findings.rule import all_rules
from dockwright.ide.snapshot import Snapshot

DOCKERFILE = "FROM alpine\nCOPY gone.txt . /x/\n"
AROUND = only(*(rule for rule in all_rules() if rule.scope == "Surroundings"))


def claims(survey: Survey) -> list[str]:
    """What is said of the Dockerfile as more than a hint."""
    context = survey.context("Dockerfile", ["gone.txt"])
    found = Snapshot.of(DOCKERFILE, AROUND, context=context).findings
    return [finding.code for finding in found if finding.severity < Severity.HINT]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    (tmp_path / "compose.yaml").write_text("services: {a: {build: .}}")
    return tmp_path


def test_the_work_for_a_long_script_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    moved = shells.moved
    monkeypatch.setattr(shells, "moved", lambda text, *rest: read.append(len(text)) or moved(text, *rest))
    body = "for i in a b c; do cd $i; docker build -t $A$i .; done\n"
    found = list(commands("a/b.sh", "#!/bin/sh\n" + body * (2_000_000 // len(body)), "script", "a"))
    assert found and sum(read) <= MOST_READ


def test_what_is_sure_is_claimed(project: Path) -> None:
    assert claims(Survey(walk(project))) == ["source-not-found"], "or the tests below prove nothing"


@pytest.mark.parametrize(
    "name", ["Dockerfile", "compose.yaml", ".dockerignore", ".gitignore", "docker-bake.hcl", "x.md"]
)
@pytest.mark.parametrize("kind", ["pipe", "link to a device", "link outside", "link to itself"])
def test_files_that_are_no_files_are_not_opened(project: Path, name: str, kind: str) -> None:
    place = project / name
    place.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(place)
    else:
        outside = project.parent / "outside"
        outside.write_text("services: {a: {build: {context: secret}}}\n")
        places: dict[str, Path] = {"link to a device": Path("/dev/zero"), "link outside": outside}
        place.symlink_to(places.get(kind, place))
    survey = Survey(walk(project))
    assert survey.listing.read(name) is None and survey.listing.head(name, 10) is None
    survey.context("Dockerfile", ["gone.txt"])
    assert not any("secret" in build.context for build in survey.builds)
    changed = survey.changed([name])
    assert changed.listing.read(name) is None


def test_a_file_that_becomes_a_pipe_after_it_was_listed_is_not_waited_for(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = walk(project)
    (project / "compose.yaml").unlink()
    os.mkfifo(project / "compose.yaml")
    # As if it had been exchanged between the look at it and its opening.
    monkeypatch.setattr(folder_walk, "_is_own", lambda place, root: True)
    assert listing.read("compose.yaml") is None


def test_a_file_that_grew_since_it_was_listed_is_not_read_whole(project: Path) -> None:
    listing = walk(project)
    with (project / "compose.yaml").open("wb") as file:
        file.truncate(50_000_000_000)  # takes no room on the disk
    assert listing.read("compose.yaml") is None


def test_links_in_circles_and_out_of_the_workspace(project: Path) -> None:
    outside = project.parent / "outside-folder"
    outside.mkdir()
    (outside / "Dockerfile").write_text("FROM secret")
    (outside / "gone.txt").touch()
    (project / "loop").symlink_to(project, target_is_directory=True)
    (project / "out").symlink_to(outside, target_is_directory=True)
    (project / "compose.yaml").write_text("services: {a: {build: .}, b: {build: out}, c: {build: ../outside-folder}}")
    survey = Survey(walk(project))
    assert set(survey.listing.files) == {"Dockerfile", "compose.yaml", "loop", "out"}
    assert survey.listing.read("out/Dockerfile") is None
    assert set(survey.changed(["out/Dockerfile", "loop/loop/Dockerfile"]).listing.files) == set(survey.listing.files)


def test_a_folder_that_cannot_be_read_is_no_proof_of_anything(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "closed").mkdir()
    real = os.scandir

    def scandir(place: Any) -> Any:
        if str(place).endswith("closed"):
            raise PermissionError
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    survey = Survey(walk(project))
    assert survey.listing.unreadable == ["closed"]
    context = survey.context("Dockerfile", [])
    assert (context.doubt("closed/x"), context.doubt("open/x")) == (True, False)


class _Endless:
    """A folder with entries without end, each a file or a folder."""

    def __init__(self, place: Any) -> None:
        self.place = Path(place)

    def __enter__(self) -> Iterator[Any]:
        return (_Entry(self.place, number) for number in itertools.count())

    def __exit__(self, *_: object) -> None:
        pass


class _Entry:
    def __init__(self, folder: Path, number: int) -> None:
        self.name = f"e{number}"
        self.path = folder / self.name
        self.folder = number % 3 == 0

    def is_dir(self, *, follow_symlinks: bool) -> bool:
        return self.folder

    def stat(self, *, follow_symlinks: bool) -> os.stat_result:
        return Path(__file__).stat()


def test_entries_without_end_are_cut_and_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda place: real(place) if Path(place) == project else _Endless(place))
    (project / "many").mkdir()
    listing = walk(project, most=20_000)
    assert listing.partial == "deeper folders were skipped after 20,000 files and folders"
    assert "Dockerfile" in listing.files, "what lies near to the top is read first"
    survey = Survey(listing)
    assert claims(survey) == []
    assert survey.notices == (f"{project} was only read in part: {listing.partial}",)
    assert "deeper folders were skipped" in survey.context("Dockerfile", []).origin
    assert "more than" not in walk(project, seconds=0.0).partial


def test_the_command_line_says_what_was_cut(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr(command, "walk", lambda folder, told: walk(folder, most=1))
    command.main(["of", "compose.yaml", "Dockerfile"])
    assert "only read in part: deeper folders were skipped after 1 files and folders" in capsys.readouterr().err


def test_too_many_files_that_may_define_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"d/{number}.sh": 1 for number in range(6_000)} | {"compose.yaml": 1}
    read: list[str] = []
    survey = Survey(Listing(Path("/nowhere"), files), None, None, _Texts(read))
    assert len(read) < 5_100 and "compose.yaml" in read
    assert survey.notices == ("more than 5,000 files may define builds; only those nearest to the root are read",)


class _Texts(dict[str, str]):
    """Texts that note who asks for them."""

    def __init__(self, read: list[str]) -> None:
        super().__init__()
        self._read = read

    def __bool__(self) -> bool:
        return True

    def get(self, key: str, default: Any = None) -> Any:
        self._read.append(key)
        return "FROM x\n"


def test_a_huge_compose_file_is_not_read_and_told(project: Path) -> None:
    (project / "compose.yaml").write_text("services: {a: {build: .}}\n#" + "x" * 2_000_001)
    survey = Survey(walk(project))
    assert survey.notices == ("compose.yaml: not read, larger than 2 MB",)
    assert claims(survey) == [], "who builds it is not known"


def test_names_that_are_no_text_or_hold_line_breaks(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "bad\udcff.txt").touch()
    (project / "two\nlines").mkdir()
    (project / "two\nlines" / "Dockerfile").write_text("FROM x\n")
    (project / "GONE.TXT").touch()
    survey = Survey(walk(project))
    context = survey.context("Dockerfile", ["gone.txt"])
    assert not any("\udcff" in entry.path for entry in context.contents.entries)
    assert context.nearest("gone.txt") == ["GONE.TXT"]
    json.dumps([entry.path for entry in context.contents.entries]).encode()


def test_an_ignore_file_of_a_megabyte_with_patterns_that_explode(project: Path) -> None:
    lines = "".join(f"{'*a' * 12}{number}\n" for number in range(33_000))
    (project / ".dockerignore").write_text(lines)
    survey = Survey(walk(project))
    context = survey.context("Dockerfile", ["gone.txt"])
    assert ".dockerignore has patterns with wildcards of more than 100,000 characters" in context.origin
    assert claims(survey) == []
    assert survey.ignore_facts(".dockerignore", lines).lines == {}
    assert len(reader.read(lines).rules) < 10_000, "the rest is not made ready"


@pytest.mark.parametrize("pattern", ["*a" * 30_000, "**/a/" * 12_000, "[ab]*" * 12_000, "[" + "ab" * 30_000 + "]*b"])
def test_one_pattern_that_explodes(pattern: str) -> None:
    assert reader.read(pattern).decide("a" * 250) is None


def test_ignore_files_of_git_that_are_too_much_make_everything_below_doubtful() -> None:
    files = {f"d{number}/.gitignore": 300_000 for number in range(3)}
    git = GitIgnores(Workspace(files, lambda path: "x\n" * 150_000))
    assert [git.ignores(f"d{number}/y") for number in range(3)] == [False, True, True]
    many = {f"d{number:03}/.gitignore": 2 for number in range(600)}
    git = GitIgnores(Workspace(many, lambda path: "x\n"))
    assert [git.ignores(f"d{number:03}/y") for number in (0, 499, 500)] == [False, False, True]
