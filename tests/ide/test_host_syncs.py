"""`develop.watch` of Compose: a sync that writes where no COPY puts the files is told of, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.ide.hosts.snapshot import actions
from host_files import host

DOCKERFILE = """FROM node:22 AS base
WORKDIR /app
COPY package.json ./
COPY web ./web
FROM base
COPY . .
COPY conf/nginx.conf /etc/nginx/
"""
FILES = {"web/a.js": "", "web/lib/b.js": "", "package.json": "", "conf/nginx.conf": ""}


def service(path: str, target: str, action: str = "sync", more: str = "") -> str:
    item = f"{{action: {action}, path: {path}, target: {target}}}"
    return f"services:\n  web:\n    build: .\n    develop:\n      watch:\n        - {item}\n{more}"


def said(folder: Path, text: str, dockerfile: str = DOCKERFILE) -> list[str]:
    found = host(folder, "compose.yaml", text, Dockerfile=dockerfile, **FILES).findings
    assert all(finding.code == "sync-not-copied" for finding in found)
    return [finding.message for finding in found]


@pytest.mark.parametrize(
    ("path", "target", "where"),
    [
        ("./web", "/src/web", "/app/web"),
        ("./web/lib", "/app/lib", "/app/web/lib"),
        ("web/a.js", "/app/a.js", "/app/web/a.js"),
        (".", "/src", "/app"),
        ("./package.json", "/package.json", "/app/package.json"),
    ],
)
def test_elsewhere(tmp_path: Path, path: str, target: str, where: str) -> None:
    (message,) = said(tmp_path, service(path, target))
    assert message.startswith(f"The sync writes to `{target}`, but `Dockerfile` (line ")
    assert message.endswith(f"copies `{path}` to `{where}`")


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("./web", "/app/web"),
        ("./web/", "/app/web/"),
        (".", "/app"),
        ("./web/lib", "/app/web/lib"),
        ("conf", "/etc/nginx"),
        ("conf/nginx.conf", "/etc/nginx/nginx.conf"),
        ("./gone", "/x"),
        ("../outside", "/x"),
        ("./web", "${TARGET:-/x}${Y}"),
    ],
)
def test_where_it_is(tmp_path: Path, path: str, target: str) -> None:
    assert said(tmp_path, service(path, target)) == []


@pytest.mark.parametrize(
    "dockerfile",
    [
        "FROM a\nCOPY web web\n",  # the base decides where that is
        "FROM a\nWORKDIR /app\nCOPY web .\nRUN mv /app /srv\n",
        "FROM a AS b\nCOPY web /x\nFROM a\nCOPY web /app\nCOPY --from=b /x /srv/web\n",
        "FROM a\nCOPY w* /app/\n",
        "FROM a\nARG D\nCOPY web $D\n",
        "FROM a AS b\nCOPY web /x\nFROM a\nCOPY --from=b /x /y\n",
        "FROM a\nCOPY --parents web /app\n",
        "FROM a\nCOPY web /app\nCOPY conf /srv/web\n",
    ],
)
def test_what_may_be_right(tmp_path: Path, dockerfile: str) -> None:
    assert said(tmp_path, service("./web", "/srv/web"), dockerfile) == []


def test_other_actions_and_volumes(tmp_path: Path) -> None:
    assert said(tmp_path / "a", service("./web", "/src/web", "rebuild")) == []
    assert len(said(tmp_path / "b", service("./web", "/src/web", "sync+restart"))) == 1
    assert said(tmp_path / "c", service("./web", "/src/web", more="    volumes: [data:/src]\n")) == []
    assert (
        said(tmp_path / "d", service("./web", "/src/web", more="    volumes: [{type: bind, target: /src/web}]\n")) == []
    )
    assert len(said(tmp_path / "e", service("./web", "/src/web", more="    volumes: [data:/src/webs]\n"))) == 1


def test_the_fix(tmp_path: Path) -> None:
    snapshot = host(tmp_path, "compose.yaml", service("./web", "'/src/web'"), Dockerfile=DOCKERFILE, **FILES)
    (action,) = actions(snapshot, snapshot.findings[0].span)
    (edit,) = action.edits
    assert (snapshot.text.slice(edit.span), edit.new) == ("/src/web", "/app/web")


def test_a_dockerfile_within_the_file(tmp_path: Path) -> None:
    text = """services:
  a:
    build:
      context: .
      dockerfile_inline: |
        FROM a
        COPY web /app
    develop: {watch: [{action: sync, path: ./web, target: /src}]}
"""
    (message,) = said(tmp_path, text)
    assert message == "The sync writes to `/src`, but `compose.yaml` (line 7) copies `./web` to `/app`"
