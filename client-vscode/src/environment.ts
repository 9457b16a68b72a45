// What holds at the cursor (variables, user, folder, shell), as a Markdown preview that follows the cursor and edits.

import { commands, EventEmitter, Uri, window, workspace } from 'vscode';
import type { Position, TextDocument, TextDocumentContentProvider } from 'vscode';

export const SCHEME = 'dockwright-environment';
const PLACE = Uri.from({ scheme: SCHEME, path: '/Effective environment.md' });

export class Environment implements TextDocumentContentProvider {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private text = '';

  constructor(private readonly environmentAt: (document: TextDocument, position: Position) => Promise<string>) {}

  async show(document: TextDocument): Promise<void> {
    await this.read(document);
    const column = window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn;
    const inFront = new Promise<void>((resolve) => { window.onDidChangeActiveTextEditor(() => { resolve(); }); setTimeout(resolve, 1_000); });
    await commands.executeCommand('markdown.showPreviewToSide', PLACE);
    await inFront;
    await window.showTextDocument(document, column); // whoever asks goes on typing
  }

  /** Asks anew, where it is shown: for the cursor in a document. */
  async refresh(document: TextDocument): Promise<void> {
    if (workspace.textDocuments.some(({ uri }) => uri.scheme === SCHEME)) {
      await this.read(document);
    }
  }

  provideTextDocumentContent(): string {
    return this.text;
  }

  private async read(document: TextDocument): Promise<void> {
    const editor = window.visibleTextEditors.find((other) => other.document === document);
    if (editor !== undefined) {
      const text = await this.environmentAt(document, editor.selection.active);
      if (text !== this.text) {
        this.text = text;
        this.changed.fire(PLACE);
      }
    }
  }
}
