"""Runs ShellCheck in the background: one call for all new scripts of a document, after a pause in typing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dockwright.findings.shell.shellcheck_values import Remark, Request
    from dockwright.lsp.document import Document
    from dockwright.lsp.session import Session

PAUSE = 0.4
"""Seconds without a keystroke before ShellCheck is run."""

SECONDS = 30.0
MOST_TEXTS = 300
MOST_BYTES = 20_000_000
REMEMBERED = 5_000


class ShellChecks:
    """Caches ShellCheck's remarks on each script."""

    def __init__(self, session: Session, start: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._session = session
        self._start = start
        self._known: dict[Request, tuple[Remark, ...]] = {}
        self._waiting: set[str] = set()

    def look(self, document: Document) -> None:
        """Run ShellCheck on a document that was opened or edited, after a pause."""
        if document.uri in self._waiting or not _checked(document):
            return
        from dockwright.findings.profiles import runs_shellcheck  # not before there is a document: it loads the rules

        if runs_shellcheck(document.config):
            self._waiting.add(document.uri)
            self._start(self._work(document))

    async def _work(self, document: Document) -> None:
        try:
            edits = -1
            while edits != document.edits:
                edits = document.edits
                await asyncio.sleep(PAUSE)
        finally:
            self._waiting.discard(document.uri)
        from dockwright.context.installed_tools import shellcheck

        program = shellcheck(document.config.shellcheck.path)
        if program is None or self._session.documents.get(document.uri) is not document:
            return
        from dockwright.findings.shell.shellcheck import requests
        from dockwright.findings.shell.shellcheck_values import Remarks

        asked = [(part, requests(part.snapshot.model)) for part in _checked(document)]  # type: ignore[union-attr]
        every = dict.fromkeys(request for _, some in asked for request in some)
        new = [request for request in every if request not in self._known][:MOST_TEXTS]
        if new:
            self._remember(await _answers(program, new))
        if self._session.documents.get(document.uri) is not document:
            return
        if document.edits != edits:
            self.look(document)
            return
        changed = False
        for part, some in asked:
            changed |= part.remark(Remarks({one: self._known[one] for one in some if one in self._known}))
        if changed:
            document.edits += document.file is not asked[0][0]
            self._session.server.dirty[document.uri] = document
            self._session.server.refresh(True)

    def _remember(self, answers: dict[Request, tuple[Remark, ...]]) -> None:
        if len(self._known) + len(answers) > REMEMBERED:
            self._known.clear()
        self._known.update(answers)


def _checked(document: Document) -> list[Document]:
    """The document, or the Dockerfiles within it, as far as they are checked."""
    parts = [document] if document.is_dockerfile else document.inline
    return [part for part in parts if part.is_checked and hasattr(part.snapshot, "model")]


async def _answers(program: str, asked: list[Request]) -> dict[Request, tuple[Remark, ...]]:
    from dockwright.findings.shell.shellcheck import OPTIONS, read

    with TemporaryDirectory(prefix="dockwright-") as folder:
        names = [f"{index}.sh" for index in range(len(asked))]
        await asyncio.to_thread(_write, Path(folder), dict(zip(names, asked, strict=True)))
        process = await asyncio.create_subprocess_exec(
            program,
            *OPTIONS,
            *names,
            cwd=folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=MOST_BYTES,
        )
        try:
            output, _ = await asyncio.wait_for(process.communicate(), SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
            return dict.fromkeys(asked, ())
    return await asyncio.to_thread(read, output.decode("utf-8", "replace"), asked)


def _write(folder: Path, scripts: dict[str, Request]) -> None:
    for name, request in scripts.items():
        (folder / name).write_bytes(request.script.encode("utf-8", "replace"))
