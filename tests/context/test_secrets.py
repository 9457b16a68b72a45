"""Files that look like secrets: by their names, and by what is in them where that was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.cli.main import main
from dockwright.context.file_facts import asked
from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.context.unwanted_files import secrets
from dockwright.syntax.tree import parse


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (".env.example", "TOKEN=x\n", False),
        (".env.dev.example", "TOKEN=x\n", False),
        (".env.sample.local", "TOKEN=x\n", False),
        (".env", "DB_PASSWORD=hunter2\n", True),
        (".env", "URL=postgres://a:b@db/x\n", True),
        (".env", "PORT=3000\n# TOKEN=x\nAPI_KEY=\n", False),
        (".env.production", "export SECRET=x\n", True),
        (".npmrc", "save-exact=true\nregistry=https://registry.example.com/\n", False),
        (".npmrc", "//registry.example.com/:_authToken=abc\n", True),
        (".npmrc", "_auth = abc\n", True),
        (".netrc", "machine a login b password c\n", True),
        ("id_rsa", "", True),
        ("server.pem", "", True),
    ],
)
def test_what_looks_like_a_secret(tmp_path: Path, name: str, text: str, expected: bool) -> None:
    source = "FROM a\nCOPY . .\n"
    (tmp_path / "Dockerfile").write_text(source)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / name).write_text(text)
    context = Survey(walk(tmp_path)).context("Dockerfile", ["."], into=asked(parse(source)))
    assert bool(secrets(context, ".")) is expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (".npmrc", "//registry.example.com/:_authToken=abcdef\n", True),
        (".npmrc", "//registry.example.com/:_authToken=${NPM_TOKEN}\n", False),
        (".npmrc", "save-exact=true\n", False),
        (".env", "DB_PASSWORD=hunter2\n", True),
        (".env", "DB_PASSWORD=$OTHER\nURL=postgres://a:${P}@db/x\n", False),
        (".env", "PORT=3000\n", False),
        (".env.example", "DB_PASSWORD=hunter2\n", False),
    ],
)
def test_a_named_file_is_a_secret_if_it_was_read_and_has_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, expected: bool
) -> None:
    (tmp_path / "Dockerfile").write_text(f"FROM debian:12\nCOPY {name} /srv/\n")
    (tmp_path / name).write_text(text)
    main(["check", "--format", "gnu", "--no-cache", "--context", str(tmp_path), "--", str(tmp_path / "Dockerfile")])
    assert ("[secret-copied]" in capsys.readouterr().out) is expected
