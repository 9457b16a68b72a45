"""A run that has been there before is answered from what is kept, and only while nothing it looked at has changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dockwright.cli import check
from dockwright.cli.checks import whole_run
from dockwright.cli.main import main

SOURCE = "FROM debian:12\nADD a.py /srv/\n"


@pytest.fixture
def again(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str, bool]]:
    """Runs `check`: its exit code, output and errors, and whether it was answered from what is kept."""
    monkeypatch.setattr(whole_run, "_FRESH", 0)
    (repository / "app/Dockerfile").write_text(SOURCE)
    runs: list[int] = []
    real = check.main

    def counted(*given: object) -> int:
        runs.append(1)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(check, "main", counted)

    def run(*arguments: str) -> tuple[int, str, str, bool]:
        runs.clear()
        code = main(["check", *arguments])
        return code, *capsys.readouterr(), not runs

    return run


def test_the_answer_is_the_same(repository: Path, again: Callable[..., tuple[int, str, str, bool]]) -> None:
    (repository / "app/Dockerfile.j2").write_text("FROM {{ base }}\n")
    first, second = again(), again()
    assert "DL3020" in first[1] and not first[3]
    assert second == (*first[:3], True)
    assert again("--format", "json")[3] is False, "other arguments are another run"
    assert again("app")[1] == first[1]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda at: (at / "app/Dockerfile").write_text(SOURCE.replace("a.py", "b.py")), id="a file"),
        pytest.param(lambda at: (at / "app/a.py").write_text(""), id="a new file beside it"),
        pytest.param(lambda at: (at / "app/Dockerfile").rename(at / "app/Dockerfile.old"), id="another name"),
        pytest.param(lambda at: (at / "dockwright.toml").write_text("[rules]\nDL3020 = 'off'\n"), id="settings"),
        pytest.param(lambda at: (at.parent / ".hadolint.yaml").write_text("ignored: [DL3020]\n"), id="settings above"),
        pytest.param(
            lambda at: (at / ".git/info").mkdir() or (at / ".git/info/exclude").write_text("x"), id="excludes"
        ),
    ],
)
def test_a_change_is_seen(
    change: Callable[[Path], object], repository: Path, again: Callable[..., tuple[int, str, str, bool]]
) -> None:
    again()
    assert again()[3]
    change(repository)
    try:
        found = again()
        assert not found[3]
        assert found[:3] == again("--no-cache")[:3]
    finally:
        (repository.parent / ".hadolint.yaml").unlink(missing_ok=True)


def test_the_same_size_and_time_are_not_the_same_file(
    repository: Path, again: Callable[..., tuple[int, str, str, bool]]
) -> None:
    place = repository / "app/Dockerfile"
    before = place.stat()
    assert "ADD" in again()[1] and again()[3]
    place.write_text(SOURCE.replace("ADD a.py", "ADD b.py"))
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "ADD b.py" in again()[1]


@pytest.mark.parametrize(
    "arguments",
    [["--no-cache"], ["--no-context"], ["--output", "x.txt"], ["--write-baseline", "x.json"], ["--diff"], ["missing"]],
    ids=" ".join,
)
def test_some_runs_are_not_kept(
    arguments: list[str], repository: Path, again: Callable[..., tuple[int, str, str, bool]]
) -> None:
    again(*arguments)
    assert not again(*arguments)[3]


def test_what_lies_outside_is_not_answered_for(
    repository: Path, again: Callable[..., tuple[int, str, str, bool]]
) -> None:
    outside = repository.parent / f"{repository.name}.Dockerfile"
    outside.write_text(SOURCE)
    (repository / "app/linked.Dockerfile").symlink_to(outside)
    again("app/linked.Dockerfile")
    assert not again("app/linked.Dockerfile")[3]


def test_a_file_of_this_moment_is_not_kept(
    repository: Path, again: Callable[..., tuple[int, str, str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_run, "_FRESH", 2_000_000_000)
    again()
    assert not again()[3]


def test_what_is_kept_may_be_spoilt(repository: Path, again: Callable[..., tuple[int, str, str, bool]]) -> None:
    first = again()
    (kept,) = (repository / "cache/runs").iterdir()
    for data in (b"", b"\0" * 6, b"\xff\xfe", kept.read_bytes()[:-1]):
        kept.write_bytes(data)
        assert again()[:3] == first[:3]
