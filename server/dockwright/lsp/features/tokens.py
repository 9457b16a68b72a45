"""Semantic tokens: all, those of a range, or what changed since the last answer."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from lsprotocol import types

from dockwright.lsp.document import Document
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.text import Span

LEGEND = types.SemanticTokensLegend(
    token_types=[
        "comment", "keyword", "macro", "class", "namespace", "variable", "property", "parameter", "string", "number",
        "operator", "function",
    ],
    token_modifiers=["declaration", "deprecated"],
)  # fmt: skip
"""In the order of `ide.tokens.kinds.KINDS`, which is not loaded before the first document."""

_SERIALS = itertools.count(1)
_LAST: WeakKeyDictionary[Document, tuple[str, list[int]]] = WeakKeyDictionary()


@feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)
def full(session: Session, params: types.SemanticTokensParams) -> types.SemanticTokens | None:
    """All tokens of a document."""
    document = session.dockerfile(params.text_document.uri)
    return _remember(document, _data(document)) if document else None


@feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, LEGEND)
def delta(
    session: Session, params: types.SemanticTokensDeltaParams
) -> types.SemanticTokens | types.SemanticTokensDelta | None:
    """The changes since the last answer; all tokens if that is not known any more."""
    document = session.dockerfile(params.text_document.uri)
    if document is None:
        return None
    known = _LAST.get(document)
    now = _remember(document, _data(document))
    if known is None or known[0] != params.previous_result_id:
        return now
    return types.SemanticTokensDelta(changes(known[1], list(now.data)), now.result_id)


@feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, LEGEND)
def within(session: Session, params: types.SemanticTokensRangeParams) -> types.SemanticTokens | None:
    """The tokens of the lines in a range."""
    document = session.dockerfile(params.text_document.uri)
    return types.SemanticTokens(_data(document, document.span(params.range))) if document else None


def changes(before: Sequence[int], after: Sequence[int]) -> list[types.SemanticTokensEdit]:
    """One replacement that turns `before` into `after`; none if they are equal."""
    if before == after:
        return []
    first, shorter = 0, min(len(before), len(after))
    while first < shorter and before[first] == after[first]:
        first += 1
    last = 0
    while last < shorter - first and before[-1 - last] == after[-1 - last]:
        last += 1
    new = list(after[first : len(after) - last])
    return [types.SemanticTokensEdit(first, len(before) - last - first, new)]


def _remember(document: Document, data: list[int]) -> types.SemanticTokens:
    identity = str(next(_SERIALS))
    _LAST[document] = identity, data
    return types.SemanticTokens(data, identity)


def _data(document: Document, span: Span | None = None) -> list[int]:
    find = ask("tokens.tokens", "tokens")
    if find is None or not document.config.semantic_tokens:
        return []
    found: list[int] = find(document.snapshot, document.client.encoding, span)
    return found
