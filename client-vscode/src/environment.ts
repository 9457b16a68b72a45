// What holds at the cursor (variables, user, folder, shell), as a Markdown preview.

import { commands, EventEmitter, Uri } from 'vscode';
import type { TextDocumentContentProvider } from 'vscode';

export const SCHEME = 'dockwright-environment';

export class Environment implements TextDocumentContentProvider {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private text = '';

  async show(markdown: string): Promise<void> {
    this.text = markdown;
    const place = Uri.from({ scheme: SCHEME, path: '/Effective environment.md' });
    this.changed.fire(place);
    await commands.executeCommand('markdown.showPreviewToSide', place);
  }

  provideTextDocumentContent(): string {
    return this.text;
  }
}
