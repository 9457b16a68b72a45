// The pages of rules: on the web in the browser, our own as a Markdown preview.

import { commands, env, EventEmitter, Uri, workspace } from 'vscode';
import type { TextDocumentContentProvider } from 'vscode';
import type { PageAnswer } from './protocol';

export const OPEN_PAGE = 'dockwright.openPage';
const SCHEME = 'dockwright-page';

class Pages implements TextDocumentContentProvider {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  show(code: string, text: string): Uri {
    const uri = Uri.from({ scheme: SCHEME, path: `/${code}.md` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }
}

let pages: Pages | undefined;

/** Shows the page of a rule; returns whether there is one. */
export async function openPage(code: string, answer: PageAnswer | null): Promise<boolean> {
  if (answer?.url !== undefined) {
    return env.openExternal(Uri.parse(answer.url));
  }
  if (answer?.markdown === undefined) {
    return false;
  }
  if (pages === undefined) {
    pages = new Pages();
    workspace.registerTextDocumentContentProvider(SCHEME, pages);
  }
  await commands.executeCommand('markdown.showPreviewToSide', pages.show(code, answer.markdown));
  return true;
}
