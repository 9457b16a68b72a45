"""Which paths are in a workspace: after their links, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.agents.roots import Refused, Roots


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace `in` beside a file and a folder that are not in it."""
    (tmp_path / "in/api").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    for name in ("in/Dockerfile", "in/api/Dockerfile", "out/Dockerfile"):
        (tmp_path / name).write_text("FROM scratch\n")
    (tmp_path / "in/link").symlink_to(tmp_path / "out/Dockerfile")
    (tmp_path / "in/folder").symlink_to(tmp_path / "out")
    (tmp_path / "in/own").symlink_to(tmp_path / "in/api")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in/loop")
    (tmp_path / "to").symlink_to(tmp_path / "in")
    return tmp_path.resolve()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Dockerfile", "in/Dockerfile"),
        ("api/../Dockerfile", "in/Dockerfile"),
        ("own/Dockerfile", "in/api/Dockerfile"),
        (".", "in"),
        ("{}/in/api/Dockerfile", "in/api/Dockerfile"),
        ("{}/to/Dockerfile", "in/Dockerfile"),
    ],
)
@pytest.mark.parametrize("root", ["in", "to"])
def test_what_is_inside_is_found(place: Path, root: str, name: str, found: str) -> None:
    assert Roots([place / root]).find(name.format(place)) == place / found


@pytest.mark.parametrize(
    "name",
    [
        "../out/Dockerfile",
        "../out/nothing",
        "{}/out/Dockerfile",
        "{}/in/../out/Dockerfile",
        "{}/inner",
        "link",
        "folder/Dockerfile",
        "folder/nothing",
        "..",
        "/",
        "a\0b",
    ],
)
def test_what_is_outside_is_refused_whether_or_not_it_is_there(place: Path, name: str) -> None:
    with pytest.raises(Refused, match="outside the workspace; name a path in"):
        Roots([place / "in"]).find(name.format(place))


@pytest.mark.parametrize("name", ["nothing", "api/nothing/Dockerfile"])
def test_what_is_not_there_is_said_to_be_missing(place: Path, name: str) -> None:
    with pytest.raises(Refused, match="file not found"):
        Roots([place / "in"]).find(name)


def test_a_path_is_looked_for_in_every_folder(place: Path) -> None:
    roots = Roots([place / "in/api", place / "out"])
    (place / "out/other").touch()
    assert roots.find("other") == place / "out/other"
    assert roots.shown(place / "out/other") == str(place / "out/other")
    assert Roots([place / "in", place / "in/api"]).top(place / "in/api/Dockerfile") == place / "in/api"


def test_only_folders_of_this_machine_are_taken_from_a_client(place: Path) -> None:
    own = place / "with space"
    own.mkdir()
    uris = [own.as_uri(), "https://example.org/x", "file://elsewhere/x", (place / "none").as_uri()]
    assert Roots.of_uris(uris).folders == (own,)
    with pytest.raises(Refused, match="no folder is open"):
        Roots.of_uris(uris[1:])


def test_the_whole_disk_is_no_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    with pytest.raises(Refused, match="the root folder"):
        Roots.here()
