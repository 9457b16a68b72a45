// The changes of the active Dockerfile to the image since the last commit, as a Markdown preview beside it.

import { commands, EventEmitter, Uri, ViewColumn, window } from 'vscode';
import type { TextDocumentContentProvider } from 'vscode';
import { say } from './language';
import type { Comparison } from './protocol';

export const SCHEME = 'dockwright-comparison';

export class Comparisons implements TextDocumentContentProvider {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();

  constructor(private readonly compare: (uri: Uri) => Promise<Comparison>) {}

  /** Compares, and shows the result; the editor keeps the focus. */
  async show(document: Uri): Promise<void> {
    const answer = await this.compare(document);
    if ('message' in answer) {
      void window.showInformationMessage(`Dockwright: ${answer.message}`);
      return;
    }
    const name = document.path.split('/').at(-1) ?? '';
    const place = Uri.from({ scheme: SCHEME, path: `/${say('{0} and HEAD', name)}.md`, query: document.toString() });
    this.texts.set(place.toString(), answer.markdown);
    this.changed.fire(place);
    await commands.executeCommand('vscode.openWith', place, 'vscode.markdown.preview.editor', { viewColumn: ViewColumn.Beside, preserveFocus: true });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? say('Run **Dockwright: Compare with HEAD** again.');
  }
}
