"""Formatting of a document, of ranges, and of the line after Enter."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from dockwright.lsp import uris
from dockwright.lsp.document import Document
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.lsp.world import editorconfig

if TYPE_CHECKING:
    from dockwright.ide.format.style import Style

Edits = list[types.TextEdit] | None


@feature(types.TEXT_DOCUMENT_FORMATTING)
async def formatting(session: Session, params: types.DocumentFormattingParams) -> Edits:
    """The edits for the whole document."""
    return await _formatted(session, params.text_document.uri, params.options, None)


@feature(types.TEXT_DOCUMENT_RANGE_FORMATTING, types.DocumentRangeFormattingOptions(ranges_support=True))
async def range_formatting(session: Session, params: types.DocumentRangeFormattingParams) -> Edits:
    """The edits that touch a range."""
    return await _formatted(session, params.text_document.uri, params.options, [params.range])


@feature(types.TEXT_DOCUMENT_RANGES_FORMATTING)
async def ranges_formatting(session: Session, params: types.DocumentRangesFormattingParams) -> Edits:
    """The edits that touch one of several ranges."""
    return await _formatted(session, params.text_document.uri, params.options, params.ranges)


@feature(types.TEXT_DOCUMENT_ON_TYPE_FORMATTING, types.DocumentOnTypeFormattingOptions("\n"))
def on_type(session: Session, params: types.DocumentOnTypeFormattingParams) -> Edits:
    """The indentation of the new line after Enter."""
    from dockwright.ide.format.style import Style
    from dockwright.ide.format.typing import opened_line

    document = session.dockerfile(params.text_document.uri)
    if document is None or not document.is_checked or params.ch != "\n":
        return None
    offset = document.offset(params.position)
    style = Style(indent=_indent(params.options))
    found = opened_line(document.snapshot.tree, offset, document.config.format, style)  # type: ignore[union-attr]
    return [types.TextEdit(document.range(edit.span), edit.new) for edit in found]


async def _formatted(
    session: Session, uri: str, options: types.FormattingOptions, ranges: Sequence[types.Range] | None
) -> Edits:
    from dockwright.ide.format.format import formatting as edits_of
    from dockwright.ide.format.format import within

    document = session.dockerfile(uri)
    if document is None or not (document.config.format.enable and document.is_checked):
        return None
    version = document.version
    found = await _editorconfig(session, document)
    if session.dockerfile(uri) is not document or document.version != version:
        raise JsonRpcContentModified(session.say("The document has changed since formatting was requested"))
    edits = edits_of(document.snapshot.tree, document.config.format, _style(found, options))  # type: ignore[union-attr]
    if ranges is not None:
        edits = within(edits, [document.span(place) for place in ranges], document.snapshot.text)
    return [types.TextEdit(document.range(edit.span), edit.new) for edit in edits]


async def _editorconfig(session: Session, document: Document) -> dict[str, str]:
    path, root = uris.to_path(document.uri), uris.to_path(session.folder(document.uri))
    if path is None:
        return {}
    return await asyncio.to_thread(editorconfig, Path(path), Path(root) if root else None)


def _style(found: dict[str, str], options: types.FormattingOptions) -> Style:
    from dockwright.config.editorconfig import indent
    from dockwright.ide.format.style import Style

    return Style(
        indent=indent(found) or _indent(options),
        trim=found.get("trim_trailing_whitespace") != "false" and options.trim_trailing_whitespace is not False,
        final_newline=found.get("insert_final_newline") != "false" and options.insert_final_newline is not False,
    )


def _indent(options: types.FormattingOptions) -> str:
    """The indentation in the editor's options."""
    return " " * max(min(options.tab_size, 16), 1) if options.insert_spaces else "\t"
