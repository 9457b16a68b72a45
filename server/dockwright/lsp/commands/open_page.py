"""Opens the page of a rule: on the web, or our own."""

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
    """Show the page of a rule in the browser, or our own in the editor; returns whether the client showed one."""
    from dockwright.findings.rule_pages import is_translated, path, url

    if not isinstance(code, str):
        raise JsonRpcInvalidParams(f"Invalid Params: {OPEN_PAGE} takes the code of a rule")
    locale = _locale(session)
    page, own = "" if is_translated(code, locale) else url(code), path(code, locale)
    if not (page or own) or not session.client.shows_documents:
        return False
    params = types.ShowDocumentParams(uri=page or uris.from_path(own), external=bool(page))
    answer = await session.server.protocol.send_request_async(types.WINDOW_SHOW_DOCUMENT, params)
    return bool(answer.success)


@command("dockwright.page")
def page(session: Session, code: object = None, *_: object) -> dict[str, Any] | None:
    """The page of a rule for an editor that shows it itself: its URL, or our own as Markdown.

    In another language, our own page is preferred to the URL.
    """
    from dockwright.findings.rule_pages import is_translated, readable, url

    if not isinstance(code, str):
        raise JsonRpcInvalidParams("Invalid Params: dockwright.page takes the code of a rule")
    locale = _locale(session)
    if (where := url(code)) and not is_translated(code, locale):
        return {"url": where}
    return {"markdown": text} if (text := readable(code, locale)) else None


def _locale(session: Session) -> str:
    return session.settings[""].locale or session.client.locale
