// Fixes for names in a settings file that the server knows better; it does not follow the text of such a file.

import { CodeAction, CodeActionKind, languages, WorkspaceEdit } from 'vscode';
import type { Diagnostic, Disposable } from 'vscode';

/** The part of a problem that says what to write in its place. */
interface Proposal {
  title: string;
  old: string;
  new: string;
}

const FILES = { pattern: '**/{dockwright,.dockwright,pyproject}.toml' };

export function settingsFixes(): Disposable {
  return languages.registerCodeActionsProvider(FILES, {
    provideCodeActions: (document, _, { diagnostics }) => diagnostics.flatMap((diagnostic) => {
      const { data } = diagnostic as Diagnostic & { data?: Proposal };
      // The text may have changed since it was saved and read.
      if (diagnostic.source !== 'dockwright' || data === undefined || document.getText(diagnostic.range) !== data.old) {
        return [];
      }
      const action = new CodeAction(data.title, CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.edit = new WorkspaceEdit();
      action.edit.replace(document.uri, diagnostic.range, data.new);
      return [action];
    }),
  }, { providedCodeActionKinds: [CodeActionKind.QuickFix] });
}
