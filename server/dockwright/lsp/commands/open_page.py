"""Opens the page of a rule: our own, or that of another project whose code it is."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp import uris
from dockwright.lsp.changes import OPEN_PAGE
from dockwright.lsp.registry import command
from dockwright.lsp.session import Session


@command(OPEN_PAGE)
async def open_page(session: Session, code: object = None, *_: object) -> bool:
    """Show our own page of a rule in the editor, or another in the browser; returns whether the client showed one."""
    from dockwright.findings.rule_pages import path, url

    if not isinstance(code, str):
        raise JsonRpcInvalidParams(f"Invalid Params: {OPEN_PAGE} takes the code of a rule")
    own = path(code, _locale(session))
    page = "" if own else url(code)
    if not (page or own) or not session.client.shows_documents:
        return False
    params = types.ShowDocumentParams(uri=page or uris.from_path(own), external=bool(page))
    answer = await session.server.protocol.send_request_async(types.WINDOW_SHOW_DOCUMENT, params)
    return bool(answer.success)


@command("dockwright.page")
def page(session: Session, code: object = None, *_: object) -> dict[str, Any] | None:
    """The page of a rule for an editor that shows it itself: our own as Markdown, or the URL of another."""
    from dockwright.findings.rule_pages import readable, url

    if not isinstance(code, str):
        raise JsonRpcInvalidParams("Invalid Params: dockwright.page takes the code of a rule")
    if text := readable(code, _locale(session)):
        return {"markdown": text}
    return {"url": where} if (where := url(code)) else None


def _locale(session: Session) -> str:
    return session.settings[""].locale or session.client.locale
