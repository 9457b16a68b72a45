"""Converts the edits of an action to a workspace edit that this client supports."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from dockwright.findings.finding import Addition
from dockwright.ide.values import CodeAction
from dockwright.lsp import convert, uris
from dockwright.lsp.client import Client
from dockwright.lsp.document import Document
from dockwright.lsp.hosts import File
from dockwright.text import Edit, unsnipped

OPEN_PAGE = "dockwright.openPage"
Change = types.TextEdit | types.SnippetTextEdit


def code_action(document: Document, value: CodeAction) -> types.CodeAction:
    """An action with its edits, unless these are computed later or the action is disabled."""
    title = document.say(value.title)
    return types.CodeAction(
        title=title,
        kind=value.kind,
        is_preferred=value.preferred or None,
        disabled=types.CodeActionDisabled(document.say(value.disabled)) if value.disabled else None,
        edit=None if value.disabled or value.key or value.page else of_action(document, value),
        command=types.Command(title, OPEN_PAGE, arguments=[value.page]) if value.page else None,
    )


def of_edits(document: Document, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    """Edits of a document: for this version only, if the client supports that."""
    if not document.client.versioned_edits:
        return types.WorkspaceEdit(changes={document.uri: convert.edits(document, edits)})
    return types.WorkspaceEdit(document_changes=[_versioned(document, list(convert.edits(document, edits)))])


def of_files(client: Client, files: Sequence[tuple[File, Sequence[Edit]]]) -> types.WorkspaceEdit:
    """Edits of several files: for open ones tied to their versions, if the client supports that."""
    found = {
        file: [types.TextEdit(convert.range_in(file.text, edit.span, client.encoding), edit.new) for edit in edits]
        for file, edits in files
        if edits
    }
    if not client.versioned_edits:
        return types.WorkspaceEdit(changes={file.uri: edits for file, edits in found.items()})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri=file.uri, version=file.version), edits
            )
            for file, edits in found.items()
        ]
    )


def of_action(document: Document, value: CodeAction) -> types.WorkspaceEdit:
    """All edits of an action, including snippets and another file.

    No change is annotated to need confirmation: editors would preview it, VS Code with everything deselected. The title
    names the cost and the other file.
    """
    client = document.client
    if not client.versioned_edits:
        plain = convert.edits(document, [*value.edits, *_unsnipped(value.snippets)])
        changes = {document.uri: plain} if plain else {}
        return types.WorkspaceEdit(changes=changes | (_added(value.addition) if value.addition else {}))
    flat = value.snippets if document.file is not document else ()
    found: list[Change] = list(convert.edits(document, [*value.edits, *_unsnipped(flat)]))
    if client.snippet_edits and document.file is document:
        found += [
            types.SnippetTextEdit(document.range(edit.span), types.StringValue(edit.new)) for edit in value.snippets
        ]
    elif document.file is document:
        found += convert.edits(document, _unsnipped(value.snippets))
    operations: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = (
        [_versioned(document, found)] if found else []
    )
    for uri, edits in (_added(value.addition) if value.addition else {}).items():
        if value.addition and value.addition.is_new:
            operations.append(types.CreateFile(uri=uri, options=types.CreateFileOptions(ignore_if_exists=True)))
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=None)
        operations.append(types.TextDocumentEdit(identifier, edits))
    return types.WorkspaceEdit(document_changes=operations)


def is_possible(document: Document, value: CodeAction) -> bool:
    """Whether all edits of an action can be converted exactly to edits of the file."""
    return document.file is document or document.written([*value.edits, *_unsnipped(value.snippets)]) is not None


def _versioned(document: Document, changes: Sequence[Change]) -> types.TextDocumentEdit:
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri=document.uri, version=document.version)
    return types.TextDocumentEdit(identifier, changes)


def _unsnipped(snippets: Sequence[Edit]) -> list[Edit]:
    return [Edit(edit.span, unsnipped(edit.new)) for edit in snippets]


def _added(value: Addition) -> dict[str, list[types.TextEdit]]:
    """Text appended to another file, or replacing some of it."""
    start = types.Position(value.line, value.column)
    end = types.Position(*value.until) if value.until else start
    return {uris.from_path(value.path): [types.TextEdit(types.Range(start, end), value.text)]}
