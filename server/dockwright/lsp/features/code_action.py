"""Quick fixes and rewrites."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from dockwright.ide.values import CodeAction
from dockwright.lsp import changes, diagnostics
from dockwright.lsp.document import Document
from dockwright.lsp.engine import ask
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.text import Span

KINDS = [
    types.CodeActionKind.QuickFix,
    types.CodeActionKind.Refactor,
    types.CodeActionKind.RefactorExtract,
    types.CodeActionKind.RefactorInline,
    types.CodeActionKind.RefactorRewrite,
    types.CodeActionKind.SourceFixAll,
    "source.fixAll.dockwright",
    "dockwright.ignore",
]


@feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=KINDS, resolve_provider=True))
def code_actions(session: Session, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    """The actions for a range; uses our own findings that overlap it, because some clients send none."""
    document = session.at(params.text_document.uri, params.range.start)
    if document is None or not (document.is_checked or document.host_kind):
        return None
    module = "ignore_files.snapshot" if document.is_ignore_file else "actions.code_action"
    find = ask("hosts.snapshot" if document.host_kind else module, "actions")
    if find is None:
        return None
    session.attend(document, params.range.start.line)
    session.world.contexts.look_into(document)
    span = document.span(params.range)
    only = tuple(str(getattr(kind, "value", kind)) for kind in params.context.only or ())
    asked = only or params.context.trigger_kind == types.CodeActionTriggerKind.Invoked
    laid_out = ask("actions.layout", "layout") if document.file is not document else None
    found = find(document.snapshot, span, only)
    if asked and span.start == span.end and not only and all(value.kind != "quickfix" for value in found):
        nearest = _nearest(document, span)
        beside = find(document.snapshot, nearest, only) if nearest is not None else ()
        found = [*(value for value in beside if value.kind == "quickfix"), *found]
    actions = [
        _convert(session, document, span, value)
        for value in (*found, *(laid_out(document.snapshot, only) if laid_out else ()))
        if (not value.disabled or (document.client.disabled_actions and asked))
        and (not value.page or document.client.shows_documents)
        and changes.is_possible(document, value)
        and (value.addition is None or not value.addition.is_new or document.client.creates_files)
    ]
    return _the_fix(actions, params) if document.client.early_kate else actions


@feature(types.CODE_ACTION_RESOLVE)
def resolve(session: Session, action: types.CodeAction) -> types.CodeAction:
    """An action with the edits that were not computed before."""
    data: Any = action.data
    document = session.document(str(data["uri"])) if isinstance(data, dict) and "uri" in data else None
    if document is not None and isinstance(index := data.get("inline"), int):
        document = document.inline[index] if index < len(document.inline) else None
    find = ask("actions.code_action", "resolve")
    if document is None or find is None:
        return action
    if data.get("version") != document.version:
        raise JsonRpcContentModified(session.say("The document has changed since the action was offered"))
    found = find(document.snapshot, Span(*data["span"]), data["key"])
    if found is not None:
        action.edit = changes.of_action(document, found)
    return action


def _nearest(document: Document, span: Span) -> Span | None:
    """The finding with a fix that is nearest in the line of the cursor, as editors do for findings that they show.

    Findings are held back while their line is typed, and then only we know of them.
    """
    line = document.snapshot.text.line_span(document.snapshot.text.line_of(span.start))
    near = [one.span for one in document.snapshot.findings if one.fixes and one.span.overlaps(line)]
    return min(near, key=lambda one: max(one.start - span.start, span.start - one.end), default=None)


def _the_fix(actions: list[types.CodeAction], params: types.CodeActionParams) -> list[types.CodeAction]:
    """Only the safe fix if the client would apply all: for one problem, requested with the range of the whole file."""
    start = params.range.start
    if len(params.context.diagnostics) != 1 or (start.line, start.character) != (0, 0):
        return actions
    (asked,) = params.context.diagnostics
    return [
        action
        for action in actions
        for found in action.diagnostics or ()
        if action.is_preferred and (found.code, found.range) == (asked.code, asked.range)
    ][:1]


def _convert(session: Session, document: Document, span: Span, value: CodeAction) -> types.CodeAction:
    action = changes.code_action(document, value)
    if value.finding is not None:
        found = diagnostics.as_value(document, document.snapshot.findings[value.finding])
        action.diagnostics = [session.server.pygls.structure(found, types.Diagnostic)]
    if value.key and not value.disabled:
        if document.client.resolves_edits:
            action.data = {
                "uri": document.uri,
                "version": document.version,
                "span": list(span),
                "key": value.key,
            }
            if document.file is not document:
                action.data["inline"] = list(document.file.inline).index(document)
        elif find := ask("actions.code_action", "resolve"):
            found = find(document.snapshot, span, value.key)
            action.edit = changes.of_action(document, found) if found else None
    return action
