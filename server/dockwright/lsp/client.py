"""The capabilities of the client, determined once; all results depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dockwright.frozen import frozen
from dockwright.text import Encoding

ACTION_KINDS = "textDocument.codeAction.codeActionLiteralSupport.codeActionKind.valueSet"


@frozen
class Client:
    """Capabilities; the defaults are those of a client that declares nothing."""

    encoding: Encoding = "utf-16"
    markdown_hover: bool = True
    markdown_completion: bool = True
    snippets: bool = False
    pulls_diagnostics: bool = False
    refreshes_diagnostics: bool = False
    refreshes_hints: bool = False
    refreshes_lenses: bool = False
    related_information: bool = False
    diagnostic_data: bool = False
    code_description: bool = False
    literal_actions: bool = False
    disabled_actions: bool = False
    resolves_edits: bool = False
    versioned_edits: bool = False
    snippet_edits: bool = False
    creates_files: bool = False
    tells_of_files: tuple[str, ...] = ()
    """The file operations that it reports, such as `willRename`."""
    applies_edits: bool = False
    asks_configuration: bool = False
    watches_files: bool = False
    shows_progress: bool = False
    shows_documents: bool = False
    links: bool = False
    symbol_trees: bool = False
    label_offsets: bool = False
    prepares_rename: bool = False
    locale: str = ""
    """The language of the editor, such as `ko`; empty if not given."""
    early_kate: bool = False
    """Kate 22: a completion replaces the word at the cursor whatever its range, and Quick Fix applies all answers."""

    @property
    def hears_of_rests(self) -> bool:
        """Whether findings may be delayed until a pause: they have to reach the client without a request then."""
        return self.refreshes_diagnostics or not self.pulls_diagnostics

    @staticmethod
    def of(capabilities: Mapping[str, Any], locale: object = None) -> Client:
        """The capabilities that a client declares in `initialize`, and its language."""
        reach = _Reach(capabilities)
        hover = reach.names("textDocument.hover.contentFormat")
        documentation = reach.names("textDocument.completion.completionItem.documentationFormat")
        operations = reach.names("workspace.workspaceEdit.resourceOperations") or ()
        return Client(
            encoding=encoding(capabilities),
            markdown_hover=hover is None or "markdown" in hover,
            markdown_completion=documentation is None or "markdown" in documentation,
            snippets=bool(reach("textDocument.completion.completionItem.snippetSupport")),
            pulls_diagnostics=reach("textDocument.diagnostic") is not None,
            refreshes_diagnostics=bool(reach("workspace.diagnostics.refreshSupport")),
            refreshes_hints=bool(reach("workspace.inlayHint.refreshSupport")),
            refreshes_lenses=bool(reach("workspace.codeLens.refreshSupport")),
            related_information=bool(reach("textDocument.publishDiagnostics.relatedInformation")),
            diagnostic_data=bool(reach("textDocument.publishDiagnostics.dataSupport")),
            code_description=bool(reach("textDocument.publishDiagnostics.codeDescriptionSupport")),
            literal_actions=reach("textDocument.codeAction.codeActionLiteralSupport") is not None,
            disabled_actions=bool(reach("textDocument.codeAction.disabledSupport")),
            resolves_edits="edit" in (reach.names("textDocument.codeAction.resolveSupport.properties") or ())
            and bool(reach("textDocument.codeAction.dataSupport")),
            versioned_edits=bool(reach("workspace.workspaceEdit.documentChanges")),
            snippet_edits=bool(reach("workspace.workspaceEdit.snippetEditSupport")),
            creates_files="create" in operations,
            tells_of_files=tuple(name for name in _FILES if reach(f"workspace.fileOperations.{name}")),
            applies_edits=bool(reach("workspace.applyEdit")),
            asks_configuration=bool(reach("workspace.configuration")),
            watches_files=bool(reach("workspace.didChangeWatchedFiles.dynamicRegistration")),
            shows_progress=bool(reach("window.workDoneProgress")),
            shows_documents=bool(reach("window.showDocument.support")),
            links=bool(reach("textDocument.definition.linkSupport")),
            label_offsets=bool(
                reach("textDocument.signatureHelp.signatureInformation.parameterInformation.labelOffsetSupport")
            ),
            symbol_trees=bool(reach("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport")),
            locale=locale if isinstance(locale, str) else "",
            prepares_rename=bool(reach("textDocument.rename.prepareSupport")),
            early_kate=reach("textDocument.completion") is None
            and reach(ACTION_KINDS) == ["quickfix", "refactor", "source"],
        )


def encoding(capabilities: Mapping[str, Any]) -> Encoding:
    """The first of the client's position encodings that is known; UTF-16 if it declares none."""
    for offered in _Reach(capabilities).names("general.positionEncodings") or ():
        for known in ("utf-8", "utf-16", "utf-32"):
            if offered == known:
                return known
    return "utf-16"


_FILES = ("willRename", "didRename", "willDelete")


class _Reach:
    def __init__(self, start: Any) -> None:
        self._start = start

    def __call__(self, path: str) -> Any:
        value = self._start
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
            if value is None:
                return None
        return value

    def names(self, path: str) -> list[Any] | None:
        """A list; None if there is none."""
        value = self(path)
        return value if isinstance(value, list) else None
