"""Every row of the tables of facts names its source, and the script that reads sources knows what contradicts them."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.base_state import user_of
from generated import ROOT, script
from markers import marks

SOURCES = script("sources")


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import published  # type: ignore[import-not-found]

    return published


@pytest.mark.parametrize("table", SOURCES.TABLES, ids=lambda table: table.stem)
def test_every_row_names_its_source(table: Path) -> None:
    packages_of_pip = tomllib.loads(table.read_text(encoding="utf-8")).get("pip", {})
    rows = list(SOURCES.rows(table))
    assert rows
    for name, row in rows:
        source = row.get("source")
        if source is None:
            assert name in packages_of_pip, name
        elif "page" in source:
            assert set(source) == {"page"}, name
        else:
            assert set(source) in ({kind, "file", "says"} for kind in SOURCES.KINDS), name
            assert source["says"], name


@pytest.mark.parametrize("table", SOURCES.TABLES, ids=lambda table: table.stem)
def test_sources_are_not_loaded(table: Path) -> None:
    assert '"source"' not in table.with_suffix(".json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({}, "wheels for Linux: 2.0 2.1"),
        ({"since": "2.1"}, "wheels for Linux: 2.1"),
        ({"since": "2.2"}, None),
        ({"until": "2.0"}, None),
        ({"until": "2.0.5"}, "wheels for Linux: 2.0"),
        ({"until": "0.5"}, "no version is before `until`"),
    ],
)
def test_wheels_contradict_a_row(
    published: Any, monkeypatch: pytest.MonkeyPatch, row: dict[str, str], wrong: str | None
) -> None:
    built = {"2.0rc1", "2.0", "2.1"}
    monkeypatch.setattr(published, "linux_wheels", lambda name: (built, {"1.0", "1.9", *built, "2.2"}))
    assert SOURCES.of_wheels("some", row) == wrong


def test_what_pip_lists_is_read(published: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = """
      Found link https://files/a/some_thing-1.0.tar.gz (from https://simple/some-thing/)
      Found link https://files/b/some_thing-2.0-cp312-cp312-manylinux_2_28_x86_64.whl#sha256=1
      Skipping link: none of the wheel's tags match: https://files/c/some_thing-1.5-cp39-cp39-win_amd64.whl
      Skipping link: https://files/d/some_thing-3.0-py3-none-any.whl
      Found link https://files/e/other-9.0-py3-none-any.whl
    """
    monkeypatch.setattr(published, "_run", lambda *command: listed)
    assert published.linux_wheels("some-thing") == ({"2.0", "3.0"}, {"1.0", "1.5", "2.0", "3.0"})
    with pytest.raises(published.Unreachable):
        published.linux_wheels("nothing")


def test_a_source_has_to_say_all_in_one_file(published: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a/b-1.js": b"host = local", "a/c.js": b"port = 1"}
    monkeypatch.setattr(published, "_package", lambda kind, name: files)
    assert published.contradiction({"npm": "x", "file": "a/*.js", "says": ["host", "local"]}) is None
    assert published.contradiction({"npm": "x", "file": "a/*.js", "says": ["host", "port"]}) is not None
    assert published.contradiction({"npm": "x", "file": "b/*.js", "says": "host"}) == "`b/*.js` is not there"


def test_what_cannot_be_had_is_not_taken_for_wrong(published: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*command: Any, **options: Any) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(published.Unreachable):
        published.contradiction({"npm": "not-there", "file": "a", "says": "b"})


@pytest.mark.parametrize(
    "source",
    [
        "FROM python:3.12-slim\nRUN pip install pygraphviz==1.14\n#               ^^^^^^^^^^^^^^^^\n",
        'FROM python:3.12-slim\nRUN pip install "pysqlite3<0.6"\n#               ^^^^^^^^^^^^^^^\n',
        "FROM python:3.12-slim\nRUN pip install pygraphviz\n",
        "FROM python:3.12-slim\nRUN pip install pygraphviz==2.0.4 pysqlite3==0.6.1\n",
        'FROM python:3.12-slim\nRUN pip install "pygraphviz>=1.9"\n',
        "FROM python:3.12-slim\nRUN pip install pysqlite3\n",
    ],
)
def test_newer_versions_of_some_packages_have_wheels(source: str) -> None:
    text, marked = marks(source)
    found = [one.span for one in Snapshot.of(text).findings if one.code == "build-needs-package"]
    assert found == [one.span for one in marked]


@pytest.mark.parametrize(
    ("image", "user"),
    [
        ("jenkins/jenkins:lts", "jenkins"),
        ("docker.io/grafana/grafana-oss:11.0.0", "472"),
        ("quay.io/keycloak/keycloak:26.0@sha256:1", "1000"),
        ("registry.access.redhat.com/ubi9/python-312:latest", "1001"),
        ("jenkins/jenkins-more", None),
        ("some/jenkins/jenkins", None),
        ("nginx", None),
    ],
)
def test_the_user_of_an_image(image: str, user: str | None) -> None:
    assert user_of(image) == user
