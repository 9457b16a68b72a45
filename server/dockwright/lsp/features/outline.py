"""Document symbols: a tree, or a flat list for clients without support for trees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from dockwright.lsp.document import Document
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session

if TYPE_CHECKING:
    from dockwright.ide.symbols.outline import Entry

KINDS = {
    "directive": types.SymbolKind.Property,
    "stage": types.SymbolKind.Class,
    "instruction": types.SymbolKind.Method,
    "variable": types.SymbolKind.Variable,
    "pattern": types.SymbolKind.File,
}

Symbols = list[types.DocumentSymbol] | list[types.SymbolInformation]


@feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
def outline(session: Session, params: types.DocumentSymbolParams) -> Symbols | None:
    """Stages with their instructions."""
    document = session.document(params.text_document.uri)
    if document is None or not (document.is_dockerfile or document.is_ignore_file):
        return None
    find = ask("ignore_files.lines" if document.is_ignore_file else "symbols.outline", "outline")
    if find is None:
        return None
    entries = find(document.snapshot)
    if session.client.symbol_trees:
        return [_tree(document, entry) for entry in entries]
    return list(_flat(document, entries, None))


def _tree(document: Document, entry: Entry) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=entry.name,
        detail=entry.detail or None,
        kind=KINDS[entry.kind],
        tags=[types.SymbolTag.Deprecated] if entry.deprecated else None,
        range=document.range(entry.span),
        selection_range=document.range(entry.name_span),
        children=[_tree(document, child) for child in entry.children] or None,
    )


def _flat(document: Document, entries: tuple[Entry, ...], container: str | None) -> Iterator[types.SymbolInformation]:
    for entry in entries:
        location = types.Location(document.uri, document.range(entry.span))
        yield types.SymbolInformation(location, entry.name, KINDS[entry.kind], container_name=container)
        yield from _flat(document, entry.children, entry.name)
