"""Pull diagnostics."""

from __future__ import annotations

from lsprotocol import types

from dockwright.lsp.lifecycle import diagnostic
from dockwright.lsp.registry import feature

OPTIONS = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier="dockwright")

feature(types.TEXT_DOCUMENT_DIAGNOSTIC, OPTIONS)(diagnostic)
