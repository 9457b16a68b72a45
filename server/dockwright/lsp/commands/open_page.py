"""Opening the page of a rule on the web."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dockwright.lsp.changes import OPEN_PAGE
from dockwright.lsp.registry import command
from dockwright.lsp.session import Session


@command(OPEN_PAGE)
async def open_page(session: Session, code: object = None, *_: object) -> bool:
    """Show the page of the rule with this code in the browser; whether there is one, and the client showed it."""
    from dockwright.findings.rule_links import url

    if not isinstance(code, str):
        raise JsonRpcInvalidParams(f"Invalid Params: {OPEN_PAGE} takes the code of a rule")
    page = url(code)
    if not page or not session.client.shows_documents:
        return False
    params = types.ShowDocumentParams(uri=page, external=True)
    answer = await session.server.protocol.send_request_async(types.WINDOW_SHOW_DOCUMENT, params)
    return bool(answer.success)
