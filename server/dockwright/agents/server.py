"""Registers the tools and resources with the SDK; the functions behind them are independent of the protocol."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from anyio import CapacityLimiter, to_thread
from mcp.server.mcpserver import Context, ListRoots, MCPServer, Resolve
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp_types import ListRootsResult, ToolAnnotations
from pydantic import Field

from dockwright import __version__
from dockwright.agents import checks, facts, rewrites
from dockwright.agents.roots import Refused, Roots
from dockwright.ide import pages
from dockwright.l10n.catalogue import wanted

INSTRUCTIONS = """\
Dockwright checks, explains and rewrites Dockerfiles without building them. After you change a Dockerfile call `check`,
then `fix` for what has a fix; for what has none, `rewrite` with its line lists what solves it. `explain`, `why` and
`plan` predict what a build does. `fix` and `rewrite` show a difference and write only with `write: true`. Paths are
relative to the workspace; lines count from 1.
"""
_ONE = CapacityLimiter(1)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False)


async def _asked(ctx: Context[Any, Any]) -> ListRoots | None:
    """The folders of the client, unless the command line names some or the client has none."""
    able = ctx.client_capabilities is not None and ctx.client_capabilities.roots is not None
    return ListRoots() if able and not ctx.request_context.lifespan_context else None


async def _roots(ctx: Context[Any, Any], found: Annotated[ListRootsResult | None, Resolve(_asked)]) -> Roots:
    try:
        if given := ctx.request_context.lifespan_context:
            return Roots(given)
        return Roots.here() if found is None else Roots.of_uris(str(root.uri) for root in found.roots)
    except Refused as refused:
        raise ToolError(str(refused)) from refused


InRoots = Annotated[Roots, Resolve(_roots)]
File = Annotated[str, Field(description="path of the Dockerfile, relative to the workspace or absolute")]
Line = Annotated[int, Field(description="line number, from 1", ge=1)]
Write = Annotated[bool, Field(description="write the file; otherwise only show the difference")]
Target = Annotated[str, Field(description="stage to build (default: the last)")]


async def check(
    roots: InRoots,
    path: Annotated[str, Field(description="a file, or a folder whose Dockerfiles are checked")] = ".",
    select: Annotated[
        list[str] | None, Field(description="only report rules whose code starts with one of these, such as DL3008")
    ] = None,
    ignore: Annotated[
        list[str] | None, Field(description="do not report rules whose code starts with one of these")
    ] = None,
    format: Annotated[
        Literal["agent", "json"],
        Field(description="agent: one line per finding and one for its fix; json: all details"),
    ] = "agent",
) -> str:
    """What is wrong in Dockerfiles, or could be better, with exact edits that mend it."""
    return await _answer(checks.check, roots, path, select or (), ignore or (), format)


async def fix(
    roots: InRoots,
    file: File,
    unsafe: Annotated[bool, Field(description="also apply fixes that may change the image")] = False,
    write: Write = False,
) -> str:
    """Apply the safe fixes of a Dockerfile: the difference that they make, and the findings that are left."""
    return await _answer(checks.fix, roots, file, unsafe, write)


async def explain(roots: InRoots, file: File, line: Line) -> str:
    """What is in force at a line (stage, user, folder, variables), what it does, and what the image has by then."""
    return await _answer(facts.explained, roots, file, line)


async def why(
    roots: InRoots,
    file: File,
    path: Annotated[str, Field(description="a file or folder of the build context")],
    target: Target = "",
) -> str:
    """Whether a build sees a path, which line of an ignore file decides, and which steps run again when it changes."""
    return await _answer(facts.why, roots, file, path, target)


async def plan(
    roots: InRoots,
    file: File,
    target: Target = "",
    platform: Annotated[str, Field(description="platform to build for, such as linux/arm64")] = "",
    build_args: Annotated[dict[str, str] | None, Field(description="values for ARG")] = None,
    format: Literal["text", "json"] = "text",
) -> str:
    """The image that a Dockerfile makes, before it is built: configuration, steps, stages, and why a build fails."""
    return await _answer(facts.plan, roots, file, target, platform, build_args, format)


async def rewrite(
    roots: InRoots,
    file: File,
    line: Line,
    name: Annotated[str, Field(description="a refactoring from the list; empty to get the list")] = "",
    end_line: Annotated[int, Field(description="last line of the selection", ge=0)] = 0,
    column: Annotated[int, Field(description="column in the line, from 1", ge=0)] = 0,
    everywhere: Annotated[bool, Field(description="apply it to the whole file, if the list offers that")] = False,
    write: Write = False,
) -> str:
    """List the refactorings that are possible at a line, or apply one by name. The build stays the same, or the title
    says in brackets what changes."""
    given = partial(rewrites.rewrite, end=end_line, column=column, everywhere=everywhere, write=write)
    return await _answer(given, roots, file, line, name)


async def rule(
    name: Annotated[str, Field(description="a code or another name, such as DL3008; empty for the list")] = "",
) -> str:
    """What a rule means and how to mend what it finds; without a name, all rules."""
    return await _answer(facts.rule, name)


def instruction(name: str) -> str:
    """The page of an instruction."""
    return _page(f"instructions/{name.upper()}")


def rule_page(name: str) -> str:
    """The page of a rule."""
    return _page(f"rules/{name}")


def instructions() -> str:
    """The names of the instructions that have pages."""
    folder = files("dockwright.reference").joinpath("instructions")
    names = sorted(name for entry in folder.iterdir() if (name := entry.name.removesuffix(".md")).isalpha())
    return "\n".join(f"dockwright://instructions/{name}" for name in names)


def rules() -> str:
    """The list of rules."""
    return facts.rule("")


def server(folders: Iterable[Path]) -> MCPServer[tuple[Path, ...]]:
    """The server; folders that are given count instead of the client's."""
    given = tuple(folders)

    @asynccontextmanager
    async def named(_: MCPServer[tuple[Path, ...]]) -> AsyncIterator[tuple[Path, ...]]:
        yield given

    made = MCPServer("dockwright", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING", lifespan=named)
    tools: tuple[Callable[..., Any], ...] = (check, fix, explain, why, plan, rewrite, rule)
    for tool in tools:
        hints = _WRITES if tool in (fix, rewrite) else _READS
        made.add_tool(tool, annotations=hints, structured_output=False)
    pages_of = partial(made.resource, mime_type="text/markdown")
    pages_of("dockwright://rules/{name}", name="rule")(rule_page)
    pages_of("dockwright://instructions/{name}", name="instruction")(instruction)
    made.resource("dockwright://rules", name="rules", mime_type="text/plain")(rules)
    made.resource("dockwright://instructions", name="instructions", mime_type="text/plain")(instructions)
    return made


def serve(folders: Iterable[Path]) -> None:
    """Serve one client on standard input and output."""
    server(folders).run("stdio")


async def _answer(function: Callable[..., str], *given: object) -> str:
    """Run a function, one call at a time: caches are not thread-safe."""
    try:
        text = await to_thread.run_sync(partial(function, *given), limiter=_ONE)
    except Refused as refused:
        raise ToolError(str(refused)) from refused
    return text.encode("utf-8", "backslashreplace").decode()


def _page(key: str) -> str:
    if text := pages.find(key, wanted("", os.environ)):
        return text
    raise ResourceNotFoundError(f"page `{key}` not found")
