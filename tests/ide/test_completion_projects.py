"""Proposals that the project itself makes: how package.json starts it, its scripts, the ports of variables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.file_facts import asked
from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.context.values import Workspace
from dockwright.ide.completion.complete import complete
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.tree import parse
from markers import cursor


def first(source: str, packages: dict[str, Any] | None = None) -> list[str]:
    """The labels of the proposals in their order, with files named package.json, by path, and their content."""
    text, offset = cursor(source)
    texts = {path: read if isinstance(read, str) else json.dumps(read) for path, read in (packages or {}).items()}
    context = Context(contents(Workspace(dict.fromkeys(texts, 1), {}.get), "", ""), sure=True, texts=texts)
    found = complete(Snapshot.of(text, context=context), offset)
    return [one.label for one in sorted(found, key=lambda one: one.sort_text or one.label)]


def started(package: Any, source: str = "FROM node:22 AS a\nFROM a\nCMD <|>\n") -> list[str]:
    return [label for label in first(source, {"package.json": package}) if "program" not in label]


@pytest.mark.parametrize(
    ("package", "found"),
    [
        ({"scripts": {"start": "node src/server.js"}}, ['["node", "src/server.js"]', '["npm", "start"]']),
        ({"scripts": {"start": "node --enable-source-maps dist/x.mjs"}},
         ['["node", "--enable-source-maps", "dist/x.mjs"]', '["npm", "start"]']),
        ({"scripts": {"start": "next start"}}, ['["npm", "start"]']),
        ({"scripts": {"start": "node a.js && node b.js"}}, ['["npm", "start"]']),
        ({"scripts": {"start": "node $MAIN"}, "main": "a.js"}, ['["npm", "start"]', '["node", "a.js"]']),
        ({"main": "./src/index.js"}, ['["node", "src/index.js"]']),
        ({"scripts": {"start": "node a.js"}, "main": "a.js"}, ['["node", "a.js"]', '["npm", "start"]']),
        ({"main": "lib"}, ['["node", "server.js"]']),
        ({"main": 3, "scripts": ["x"]}, ['["node", "server.js"]']),
        ({"scripts": {"start": 3}}, ['["node", "server.js"]']),
        ([], ['["node", "server.js"]']),
        ("{ broken", ['["node", "server.js"]']),
    ],
)  # fmt: skip
def test_cmd_starts_the_project_as_its_package_does(package: Any, found: list[str]) -> None:
    assert started(package) == started(package, "FROM node\nENTRYPOINT [<|>]\n") == found


def test_other_images_and_several_packages_start_nothing() -> None:
    package = {"scripts": {"start": "node src/server.js"}}
    assert started(package, "FROM nginx\nCMD <|>\n") == ['["nginx", "-g", "daemon off;"]']
    assert first("FROM node\nCMD <|>\n", {"a/package.json": package, "b/package.json": package})[0] == (
        '["node", "server.js"]'
    )
    assert first("FROM node\nCMD <|>\n", {"package.json": package, "b/package.json": {}})[0] == (
        '["node", "src/server.js"]'
    )


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("npm run <|>", ["build", "build:css", "test"]),
        ("npm ci && npm run <|>", ["build", "build:css", "test"]),
        ("npm ci && \\\n    CI=1 npm run -s <|>", ["build", "build:css", "test"]),
        ("--mount=type=cache,target=/x yarn run t<|>", ["test"]),
        ("npm run build<|>", []),
        ("pnpm run build:<|>", ["build:css"]),
        ("npm run build <|>", []),
        ("npm run build -- <|>", []),
        ("npm install <|>", []),
        ("echo npm run <|>", []),
        ("npm run -<|>", []),
    ],
)
def test_npm_run_offers_the_scripts(command: str, found: list[str]) -> None:
    package = {"scripts": {"build": "tsc", "build:css": "sass", "test": "jest", "with blank": "x", "no": 3}}
    assert first(f"FROM node\nRUN {command}\n", {"package.json": package}) == found


@pytest.mark.parametrize(
    ("stage", "found"),
    [
        ("ENV PORT=3000", "3000"),
        ("ENV HOST=x PORT=4000", "4000"),
        ("ENV HTTP_PORT=8081 PORT=4000", "4000"),
        ("ARG PORT=5001\nENV PORT=${PORT:-3000}", "5001"),
        ("ENV PORT=${PORT:-3001}", "3001"),
        ("HEALTHCHECK CMD wget localhost:${PORT:-3002}", "3002"),
        ("ENV APP_PORT=3003", "3003"),
        ("ENV PORT=x", "8080"),
        ("ENV PORT=99999", "8080"),
        ("ENV REPORT=3000", "8080"),
        ("ENV PORT=8080", "8080"),
    ],
)
def test_expose_offers_the_port_of_the_stage_first(stage: str, found: str) -> None:
    offered = first(f"FROM a\n{stage}\nEXPOSE <|>\n")
    assert offered[0] == found and len(offered) == len(set(offered))


def test_a_port_of_the_stage_comes_before_that_of_its_base() -> None:
    assert first("FROM nginx\nENV PORT=3000\nEXPOSE <|>\n")[:2] == ["3000", "80"]
    assert first("FROM a\nENV PORT=3000\nFROM b\nEXPOSE <|>\n")[0] == "8080"


def test_the_package_at_the_top_is_read_before_anything_is_copied(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"main": "src/a.js"}')
    (tmp_path / "Dockerfile").write_text("FROM node\n")
    context = Survey(walk(tmp_path)).context("Dockerfile", [], into=asked(parse("FROM node\n")))
    assert context.texts == {"package.json": '{"main": "src/a.js"}'}
