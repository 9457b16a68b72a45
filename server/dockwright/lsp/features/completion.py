"""Completion."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp import convert
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session

OPTIONS = types.CompletionOptions(
    trigger_characters=["=", " ", "$", "{", "-", ":", "/", "#", ",", "<", "[", '"'], resolve_provider=True
)


@feature(types.TEXT_DOCUMENT_COMPLETION, OPTIONS)
def complete(session: Session, params: types.CompletionParams) -> types.CompletionList | None:
    """Proposals, without their documentation."""
    document = session.at(params.text_document.uri, params.position)
    if document is None or not (document.is_dockerfile or document.is_ignore_file or document.host_kind):
        return None
    if document.is_ignore_file and params.context and params.context.trigger_character:
        return None  # a line may end after any of them
    module = "ignore_files.snapshot" if document.is_ignore_file else "completion.complete"
    find = ask("hosts.completion" if document.host_kind else module, "complete")
    if find is None:
        return None
    found = find(document.snapshot, document.offset(params.position))
    # Request again after each letter: an old list would be filtered by letters, although the word may be complete now.
    return types.CompletionList(is_incomplete=True, items=[convert.completion(document, value) for value in found])


@feature(types.COMPLETION_ITEM_RESOLVE)
def resolve(session: Session, item: types.CompletionItem) -> types.CompletionItem:
    """A proposal with its documentation."""
    find = ask("completion.complete", "documentation")
    key = item.data.get("key") if isinstance(item.data, dict) else None
    if find and isinstance(key, str) and (text := find(key, session.settings[""].locale or session.client.locale)):
        item.documentation = convert.markup(text, session.client.markdown_completion)
    return item
