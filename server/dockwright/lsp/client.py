"""What the client can do, asked once: every answer is shaped by this."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from dockwright.frozen import frozen
from dockwright.text import Encoding

ACTION_KINDS = "text_document.code_action.code_action_literal_support.code_action_kind.value_set"


@frozen
class Client:
    """The abilities of a client; the defaults are those of one that says nothing."""

    encoding: Encoding = "utf-16"
    markdown_hover: bool = True
    markdown_completion: bool = True
    snippets: bool = False
    pulls_diagnostics: bool = False
    refreshes_diagnostics: bool = False
    related_information: bool = False
    diagnostic_data: bool = False
    code_description: bool = False
    literal_actions: bool = False
    disabled_actions: bool = False
    resolves_edits: bool = False
    versioned_edits: bool = False
    snippet_edits: bool = False
    creates_files: bool = False
    applies_edits: bool = False
    asks_configuration: bool = False
    watches_files: bool = False
    shows_progress: bool = False
    shows_documents: bool = False
    links: bool = False
    symbol_trees: bool = False
    label_offsets: bool = False
    early_kate: bool = False
    """Kate 22: a completion replaces the word at the cursor whatever its range, and Quick Fix applies all answers."""

    @property
    def hears_of_rests(self) -> bool:
        """Whether findings may wait until the author rests: then they have to reach the client unasked."""
        return self.refreshes_diagnostics or not self.pulls_diagnostics

    @staticmethod
    def of(capabilities: types.ClientCapabilities) -> Client:
        """The abilities that a client declared in `initialize`."""
        reach = _Reach(capabilities)
        hover = reach("text_document.hover.content_format")
        documentation = reach("text_document.completion.completion_item.documentation_format")
        operations = reach("workspace.workspace_edit.resource_operations") or ()
        return Client(
            encoding=encoding(capabilities),
            markdown_hover=hover is None or types.MarkupKind.Markdown in hover,
            markdown_completion=documentation is None or types.MarkupKind.Markdown in documentation,
            snippets=bool(reach("text_document.completion.completion_item.snippet_support")),
            pulls_diagnostics=reach("text_document.diagnostic") is not None,
            refreshes_diagnostics=bool(reach("workspace.diagnostics.refresh_support")),
            related_information=bool(reach("text_document.publish_diagnostics.related_information")),
            diagnostic_data=bool(reach("text_document.publish_diagnostics.data_support")),
            code_description=bool(reach("text_document.publish_diagnostics.code_description_support")),
            literal_actions=reach("text_document.code_action.code_action_literal_support") is not None,
            disabled_actions=bool(reach("text_document.code_action.disabled_support")),
            resolves_edits="edit" in (reach("text_document.code_action.resolve_support.properties") or ())
            and bool(reach("text_document.code_action.data_support")),
            versioned_edits=bool(reach("workspace.workspace_edit.document_changes")),
            snippet_edits=bool(reach("workspace.workspace_edit.snippet_edit_support")),
            creates_files=types.ResourceOperationKind.Create in operations,
            applies_edits=bool(reach("workspace.apply_edit")),
            asks_configuration=bool(reach("workspace.configuration")),
            watches_files=bool(reach("workspace.did_change_watched_files.dynamic_registration")),
            shows_progress=bool(reach("window.work_done_progress")),
            shows_documents=bool(reach("window.show_document.support")),
            links=bool(reach("text_document.definition.link_support")),
            label_offsets=bool(
                reach("text_document.signature_help.signature_information.parameter_information.label_offset_support")
            ),
            symbol_trees=bool(reach("text_document.document_symbol.hierarchical_document_symbol_support")),
            early_kate=reach("text_document.completion") is None
            and [str(getattr(kind, "value", kind)) for kind in reach(ACTION_KINDS) or ()]
            == ["quickfix", "refactor", "source"],
        )


def encoding(capabilities: types.ClientCapabilities) -> Encoding:
    """The first of the client's position encodings that is known; UTF-16 when it names none."""
    offered = capabilities.general.position_encodings if capabilities.general else None
    for kind in offered or ():
        for known in ("utf-8", "utf-16", "utf-32"):
            if str(getattr(kind, "value", kind)) == known:
                return known
    return "utf-16"


class _Reach:
    def __init__(self, start: Any) -> None:
        self._start = start

    def __call__(self, path: str) -> Any:
        value = self._start
        for name in path.split("."):
            value = getattr(value, name, None)
            if value is None:
                return None
        return value
