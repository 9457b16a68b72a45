"""Whole conversations that the SDK's own client holds with `dockwright mcp`, in both kinds of the protocol."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the package `mcp` is not installed (`pip install 'dockwright[mcp]'`)")

from mcp import Client, MCPError, StdioServerParameters
from mcp_types import ListRootsResult, Root

from shared import SHARED, needs_shared

TOOLS = {"check", "fix", "explain", "why", "plan", "rewrite", "rule"}
SOURCE = """FROM debian:12
MAINTAINER me
RUN apt-get install curl
WORKDIR app
COPY . /srv
"""


class Talk:
    """A client and the answers that it gets."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def asks(self, tool: str, **arguments: Any) -> str:
        """The answer of a tool that does what it is asked."""
        answer = await self.client.call_tool(tool, arguments)
        text = "".join(part.text for part in answer.content if part.type == "text")
        assert not answer.is_error, text
        return text

    async def is_refused(self, tool: str, **arguments: Any) -> str:
        """Why a tool does not do what it is asked."""
        answer = await self.client.call_tool(tool, arguments)
        assert answer.is_error
        return "".join(part.text for part in answer.content if part.type == "text").removeprefix(
            f"Error executing tool {tool}: "
        )


def talk(
    conversation: Callable[[Talk], Awaitable[None]],
    folder: Path,
    *,
    roots: list[Path] | None = None,
    options: tuple[str, ...] = (),
    mode: str = "auto",
) -> None:
    """Hold a conversation with a server in a folder; the client names `roots`, or none where it cannot."""

    async def named(_: object) -> ListRootsResult:
        return ListRootsResult(roots=[Root(uri=root.as_uri()) for root in roots or ()])

    async def held() -> None:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "dockwright", "mcp", *options],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "server")},
        )
        async with Client(server, mode=mode, list_roots_callback=None if roots is None else named) as client:
            await conversation(Talk(client))

    asyncio.run(held())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a Dockerfile, what it takes, and an ignore file."""
    place = tmp_path / "workspace"
    place.mkdir()
    (place / "Dockerfile").write_text(SOURCE)
    (place / ".dockerignore").write_text("*.log\n")
    (place / "a.py").write_text("\n")
    (place / "a.log").write_text("\n")
    return place


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_whole_conversation(folder: Path, mode: str) -> None:
    file = folder / "Dockerfile"

    async def conversation(own: Talk) -> None:
        tools = {tool.name: tool for tool in (await own.client.list_tools()).tools}
        assert tools.keys() == TOOLS
        assert all(tool.description and tool.annotations for tool in tools.values())
        reading = {name for name, tool in tools.items() if tool.annotations and tool.annotations.read_only_hint}
        assert reading == TOOLS - {"fix", "rewrite"}

        found = await own.asks("check", path="Dockerfile")
        command = [sys.executable, "-m", "dockwright", "check", "--format", "agent", "--no-cache", "Dockerfile"]
        assert found == subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
        assert "DL3014" in found
        assert found == await own.asks("check") == await own.asks("check", path=str(folder))

        shown = await own.asks("fix", file="Dockerfile")
        assert "+RUN apt-get update && apt-get install -y curl" in shown
        assert "Nothing is written; call again with `write: true`" in shown
        assert file.read_text() == SOURCE
        assert "Written: Dockerfile" in await own.asks("fix", file="Dockerfile", write=True)
        fixed = file.read_text()
        assert "RUN apt-get update && apt-get install -y curl" in fixed and "MAINTAINER" not in fixed
        assert "nothing to fix safely here" in await own.asks("fix", file="Dockerfile", write=True)
        assert "DL3014" not in await own.asks("check", path="Dockerfile")

        told = await own.asks("explain", file="Dockerfile", line=fixed.splitlines().index("COPY . /srv") + 1)
        assert "directory  /app" in told and "stage      0, from debian:12" in told

        seen = await own.asks("why", file="Dockerfile", path="a.py")
        assert "a.py: sent" in seen and "uses it: COPY . /srv" in seen
        left_out = await own.asks("why", file="Dockerfile", path="a.log")
        assert "a.log: ignored (.dockerignore:1: *.log)" in left_out and "nothing runs again" in left_out

        planned = await own.asks("plan", file="Dockerfile")
        assert re.search(r"WorkingDir +/app", planned)
        assert json.loads(await own.asks("plan", file="Dockerfile", format="json"))["file"] == "Dockerfile"

        assert "`apt-get install` without versions (DL3008)" in await own.asks("rule", name="DL3008")
        assert "DL3014 warning:" in await own.asks("rule")

    talk(conversation, folder, roots=[folder], mode=mode)


def test_a_rewrite_is_listed_shown_and_written(folder: Path) -> None:
    file = folder / "Dockerfile"
    file.write_text("FROM debian:12\nRUN echo a\nRUN echo b\nCMD echo c\n")

    async def conversation(own: Talk) -> None:
        listed = await own.asks("rewrite", file="Dockerfile", line=2)
        names = [line.partition(":")[0] for line in listed.splitlines()]
        assert "refactor.rewrite.run.merge" in names
        for name in ("refactor.rewrite.run.merge", "rewrite.run.merge"):
            shown = await own.asks("rewrite", file="Dockerfile", line=2, name=name)
            assert "Nothing is written" in shown and "-RUN echo b" in shown
        assert file.read_text() == "FROM debian:12\nRUN echo a\nRUN echo b\nCMD echo c\n"
        await own.asks("rewrite", file="Dockerfile", line=2, name="refactor.rewrite.run.merge", write=True)
        assert file.read_text() == "FROM debian:12\nRUN echo a && \\\n    echo b\nCMD echo c\n"

        assert "not possible here" in await own.is_refused(
            "rewrite", file="Dockerfile", line=1, name="refactor.rewrite.run.merge"
        )
        assert "did you mean `refactor.rewrite.run.merge`?" in await own.is_refused(
            "rewrite", file="Dockerfile", line=2, name="refactor.rewrite.run.merg"
        )
        assert "line 99 not found" in await own.is_refused("rewrite", file="Dockerfile", line=99)

    talk(conversation, folder, roots=[folder])


def test_a_rewrite_of_another_file_is_written_where_that_is_asked(folder: Path) -> None:
    (folder / ".dockerignore").unlink()
    (folder / ".git").mkdir()
    (folder / "node_modules").mkdir()
    (folder / "node_modules/x").touch()
    (folder / "package.json").write_text("{}")

    async def conversation(own: Talk) -> None:
        name = "refactor.rewrite.ignoreFile"
        assert f"{name}: " in await own.asks("rewrite", file="Dockerfile", line=5)
        assert "+++ .dockerignore" in await own.asks("rewrite", file="Dockerfile", line=5, name=name)
        assert not (folder / ".dockerignore").exists()
        assert (await own.asks("rewrite", file="Dockerfile", line=5, name=name, write=True)).endswith("Written.")
        assert (folder / ".dockerignore").read_text()
        assert (folder / "Dockerfile").read_text() == SOURCE

    talk(conversation, folder, roots=[folder])


def test_nothing_outside_of_the_workspace_is_read_or_written(folder: Path) -> None:
    outside = folder.parent
    secret = "FROM secret-base\nMAINTAINER secret-name\n"
    (outside / "Dockerfile").write_text(secret)
    (outside / ".git").mkdir()
    (outside / "compose.yaml").write_text("services: {a: {build: {context: ., dockerfile: workspace/Dockerfile}}}\n")
    (outside / "dockwright.toml").write_text('[rules]\nDL3014 = "off"\n')
    (outside / ".gitignore").write_text("Dockerfile\n")
    (outside / "linked.toml").write_text('[rules]\nDL3014 = "off"\n')
    (folder / "dockwright.toml").symlink_to(outside / "linked.toml")
    (folder / "link").symlink_to(outside / "Dockerfile")
    (folder / "up").symlink_to(outside)

    async def conversation(own: Talk) -> None:
        for name in ("../Dockerfile", str(outside / "Dockerfile"), "link", "up/Dockerfile", "..", "up"):
            calls: list[tuple[str, dict[str, Any]]] = [
                ("check", {"path": name}),
                ("fix", {"file": name, "unsafe": True, "write": True}),
                ("explain", {"file": name, "line": 1}),
                ("why", {"file": name, "path": "a.py"}),
                ("plan", {"file": name}),
                ("rewrite", {"file": name, "line": 1}),
            ]
            for tool, arguments in calls:
                why = await own.is_refused(tool, **arguments)
                assert why == f"{name}: outside the workspace; name a path in `{folder.resolve()}`"
        found = await own.asks("check")
        assert "DL3014" in found and "secret" not in found
        told = await own.asks("why", file="Dockerfile", path="a.py")
        assert "build context: `.` in `.`" in told
        assert "secret" not in await own.asks("why", file="Dockerfile", path="../Dockerfile")

    talk(conversation, folder, roots=[folder])
    assert (outside / "Dockerfile").read_text() == secret


def test_which_folders_are_the_workspace(folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (other / "Dockerfile").write_text("FROM scratch\n")

    async def sees_only_own(own: Talk) -> None:
        assert "DL3014" in await own.asks("check", path="Dockerfile")
        await own.is_refused("check", path=str(other / "Dockerfile"))

    async def sees_only_other(own: Talk) -> None:
        assert "outside the workspace" in await own.is_refused("check", path=str(folder / "Dockerfile"))
        assert await own.asks("check", path="Dockerfile") == "no findings\n"

    async def sees_both(own: Talk) -> None:
        assert "DL3014" in await own.asks("check", path=str(folder / "Dockerfile"))
        assert await own.asks("check", path=str(other / "Dockerfile")) == "no findings\n"

    async def sees_none(own: Talk) -> None:
        assert "no folder is open in the client" in await own.is_refused("check", path="Dockerfile")

    talk(sees_only_own, folder)  # a client without folders: where the server runs
    talk(sees_only_other, folder, roots=[other])
    talk(sees_both, folder, roots=[folder, other])
    talk(sees_none, folder, roots=[])
    talk(sees_only_other, folder, roots=[folder], options=("--root", str(other)))


def test_what_is_asked_wrongly_is_answered_with_what_to_do(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "notes.txt").write_text("only a note\n")

    async def conversation(own: Talk) -> None:
        assert "file not found" in await own.is_refused("check", path="Dockerfiel")
        assert "no Dockerfile found" in await own.is_refused("check", path="empty")
        assert "unknown rule `DL9999`" in await own.is_refused("check", path=".", select=["DL9999"])
        assert "line 99 not found" in await own.is_refused("explain", file="Dockerfile", line=99)
        assert "stage `bild` not found" in await own.is_refused("plan", file="Dockerfile", target="bild")
        assert "stage `bild` not found" in await own.is_refused("why", file="Dockerfile", path="a.py", target="bild")
        assert "unknown rule `DL301`" in await own.is_refused("rule", name="DL301")
        assert "not a regular file" in await own.is_refused("fix", file="empty")
        assert "input" in await own.is_refused("explain", file="Dockerfile", line=0)

    talk(conversation, folder, roots=[folder])


def test_resources(folder: Path) -> None:
    async def conversation(own: Talk) -> None:
        listed = {resource.uri for resource in (await own.client.list_resources()).resources}
        assert {str(uri) for uri in listed} == {"dockwright://rules", "dockwright://instructions"}
        for uri, text in (
            ("dockwright://rules", "DL3014"),
            ("dockwright://rules/dl3014", "(DL3014)"),
            ("dockwright://instructions", "dockwright://instructions/COPY"),
            ("dockwright://instructions/copy", "**COPY**"),
        ):
            (page,) = (await own.client.read_resource(uri)).contents
            assert text in page.text  # type: ignore[union-attr]
        for uri in ("dockwright://instructions/COPY.ko", "dockwright://rules/nothing"):
            with pytest.raises(MCPError):
                await own.client.read_resource(uri)

    talk(conversation, folder)


@pytest.mark.parametrize("by_settings", [False, True])
def test_what_people_read_is_in_their_language(
    folder: Path, monkeypatch: pytest.MonkeyPatch, by_settings: bool
) -> None:
    monkeypatch.setenv("DOCKWRIGHT_LANG", "" if by_settings else "ko")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    if by_settings:
        (folder / "dockwright.toml").write_text('locale = "ko"\n')

    async def conversation(own: Talk) -> None:
        found = await own.asks("check", path="Dockerfile")
        assert re.search(r"^Dockerfile:\d+:\d+ warning \(likely\) DL3014: .*[가-힣]", found, re.MULTILINE)
        assert re.search(r"^ safe fix: 3:\d+", found, re.MULTILINE)
        shown = await own.asks("fix", file="Dockerfile")
        assert "Nothing is written; call again with `write: true`" in shown
        assert re.search("[가-힣]", shown.partition("Then:")[2])
        listed = await own.asks("rewrite", file="Dockerfile", line=3)
        assert re.search(r"^refactor\.[\w.]+: .*[가-힣].*$", listed, re.MULTILINE)
        if not by_settings:
            assert "## 왜 중요한가" in await own.asks("rule", name="DL3014")
            assert re.search(r"^DL3014 warning: .*[가-힣]", await own.asks("rule"), re.MULTILINE)

    talk(conversation, folder, roots=[folder])


FIXABLE = [
    'FROM debian:12\nMAINTAINER me\nCMD ["true"]\n',
    "FROM debian:12\nRUN apt-get install curl\n",
    "FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n",
    "FROM alpine:3.20\nRUN apk add curl\n",
    "FROM python:3.12\nRUN pip install flask==3.0.0\n",
    "from debian:12 AS build\nRUN git --version\nFROM debian:12\nCOPY --from=build /x /y\n",
    "FROM debian:12\nENV A b\nLABEL c d\n",
    "FROM debian:12\nADD a.py /srv/\n",
    'FROM debian:12\nWORKDIR app\nCMD ["true"]\n',
    "FROM debian:12\nARG unused\nRUN cd /srv && echo x | tee y\n",
    "FROM debian:12\nENV PASSWORD=x\nRUN curl $PASSWORD\nCMD bash\n",
]
"""Files in which each finding has a fix."""


WANTED = 30


@needs_shared
def test_an_agent_without_a_model_mends_real_files_by_the_answers_alone(tmp_path: Path) -> None:
    """Of thirty real files it takes each finding that has a fix which is no guess, until none is left."""

    assert SHARED
    corpus = sorted((SHARED / "corpus").glob("*.Dockerfile"))

    async def fixable(own: Talk, name: str) -> list[str]:
        rows = json.loads(await own.asks("check", path=name, format="json"))
        return [row["code"] for row in rows if any(fix["edits"] and not fix["guess"] for fix in row["fixes"])]

    async def conversation(own: Talk) -> None:
        mended = 0
        for path in corpus[:: max(len(corpus) // 60, 1)]:
            name = path.stem
            (tmp_path / name).mkdir()
            (tmp_path / name / "Dockerfile").write_bytes(path.read_bytes())
            before = await fixable(own, f"{name}/Dockerfile")
            for unsafe in (False, True, True):
                if before and await fixable(own, f"{name}/Dockerfile"):
                    await own.asks("fix", file=f"{name}/Dockerfile", unsafe=unsafe, write=True)
            assert await fixable(own, f"{name}/Dockerfile") == [], name
            mended += bool(before)
            if mended == WANTED:
                return
        raise AssertionError(f"only {mended} files have something to mend")

    talk(conversation, tmp_path, roots=[tmp_path])


def test_an_agent_without_a_model_comes_to_no_findings(tmp_path: Path) -> None:
    """It reads the answers alone, and takes what they offer: refactorings that solve a finding, and fixes."""
    for number, source in enumerate(FIXABLE):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}/Dockerfile").write_text(source)
        (tmp_path / f"{number}/a.py").touch()

    async def solve(own: Talk, name: str) -> None:
        for row in json.loads(await own.asks("check", path=name, format="json")):
            listed = await own.asks("rewrite", file=name, line=row["line"])
            solving = [line.partition(":")[0] for line in listed.splitlines() if f"[solves {row['code']}]" in line]
            if solving:
                await own.asks("rewrite", file=name, line=row["line"], name=solving[0], write=True)
                return

    async def conversation(own: Talk) -> None:
        for number in range(len(FIXABLE)):
            name = f"{number}/Dockerfile"
            assert await own.asks("check", path=name) != "no findings\n", FIXABLE[number]
            for _ in range(3):
                await solve(own, name)
                for unsafe in (False, True):
                    if await own.asks("check", path=name) != "no findings\n":
                        await own.asks("fix", file=name, unsafe=unsafe, write=True)
        assert await own.asks("check") == "no findings\n"

    talk(conversation, tmp_path, roots=[tmp_path])
