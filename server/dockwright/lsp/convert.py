"""Converts values of `ide` to those of the protocol, in forms that this client supports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lsprotocol import types

from dockwright.ide.values import Completion, Hover
from dockwright.l10n.lines import said_by_line
from dockwright.lsp.document import Document
from dockwright.text import Edit, Encoding, Span, Text, unsnipped

KINDS: dict[str, types.CompletionItemKind] = {
    "keyword": types.CompletionItemKind.Keyword,
    "flag": types.CompletionItemKind.Field,
    "value": types.CompletionItemKind.Value,
    "variable": types.CompletionItemKind.Variable,
    "stage": types.CompletionItemKind.Class,
    "image": types.CompletionItemKind.Module,
    "file": types.CompletionItemKind.File,
    "folder": types.CompletionItemKind.Folder,
    "package": types.CompletionItemKind.Module,
    "snippet": types.CompletionItemKind.Snippet,
    "property": types.CompletionItemKind.Property,
    "reference": types.CompletionItemKind.Reference,
}


def range_in(text: Text, span: Span, encoding: Encoding) -> types.Range:
    """A span of any text in the client's encoding."""
    return types.Range(
        types.Position(*text.position(span.start, encoding)), types.Position(*text.position(span.end, encoding))
    )


def hover(document: Document, value: Hover) -> types.Hover:
    """A hover in the language of the author; in plain text for clients without Markdown."""
    text = said_by_line(value.markdown, document.say)
    return types.Hover(markup(text, document.client.markdown_hover), document.range(value.span))


def markup(markdown: str, accepted: bool) -> types.MarkupContent:
    """Text for the user in Markdown, or with markup removed."""
    if accepted:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, plain(markdown))


def plain(markdown: str) -> str:
    """Convert Markdown to plain text: without fences, link targets and emphasis; code is kept."""
    parts = re.split(r"(?m)^```[^\n]*(?:\n|\Z)", markdown)
    return "".join(part if code % 2 else _unmarked(part) for code, part in enumerate(parts)).strip()


def _unmarked(text: str) -> str:
    text = re.sub(r"\[([^\[\]\n]*)\]\([^()\s]*\)", r"\1", text)
    return re.sub(r"\*\*|`|(?m:^#{1,6} |^---\n\n?)", "", text)


def completion(document: Document, value: Completion) -> types.CompletionItem:
    """A proposal; its documentation is sent when the client resolves it."""
    snippet = value.is_snippet and document.client.snippets and document.file is document
    new_text = value.new_text if snippet or not value.is_snippet else unsnipped(value.new_text)
    instead_of_word = _after_word(document, value.span, new_text) if document.client.early_kate else None
    return types.CompletionItem(
        label=value.label,
        kind=KINDS[value.kind],
        detail=(document.say(value.detail) if " " in value.detail else value.detail)
        or None,  # one word: a value, a path
        tags=[types.CompletionItemTag.Deprecated] if value.deprecated else None,
        sort_text=value.sort_text or None,
        filter_text=value.filter_text or None,
        insert_text_format=types.InsertTextFormat.Snippet if snippet else types.InsertTextFormat.PlainText,
        insert_text=instead_of_word,
        text_edit=None if instead_of_word else types.TextEdit(document.range(value.span), document.spelled(new_text)),
        data={"key": value.documentation} if value.documentation else None,
    )


def _after_word(document: Document, span: Span, new_text: str) -> str | None:
    """The text that replaces the word before the cursor, if the client replaces only that and not the whole range."""
    before = re.sub(r"\w*$", "", document.snapshot.text.string[span.start : span.end])
    return new_text.removeprefix(before) if new_text.startswith(before) else None


def edits(document: Document, values: Sequence[Edit]) -> list[types.TextEdit]:
    """Edits of a document; none if they cannot be applied in its host file."""
    return [types.TextEdit(document.file.range(edit.span), edit.new) for edit in document.written(values) or ()]
