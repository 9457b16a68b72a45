// The predicted image, in a panel beside the editor that follows the cursor and the text.

import { randomBytes } from 'node:crypto';
import { CancellationTokenSource, env, Position, Range, TextEditorRevealType, Uri, ViewColumn, window, workspace } from 'vscode';
import type { CancellationToken, Disposable, TextDocument, WebviewPanel } from 'vscode';
import { language, say } from './language';
import { Latest } from './latest';
import type { PlanAnswer, PlanView as ViewOfPlan } from './protocol';
import { known } from './words';
import { understood, type FromView, type Section, type ToView } from './viewMessages';

/** Asks the server's command `dockwright.plan`. */
export type Ask = (token: CancellationToken, uri: Uri, ...more: unknown[]) => Promise<PlanAnswer | null>;

export class PlanView implements Disposable {
  private panel: WebviewPanel | undefined;
  private document: TextDocument | undefined;
  /** The last complete answer, for a panel that was hidden meanwhile. */
  private shown: ToView | undefined;
  private section: ToView | undefined;
  private stamp = '';
  private view: ViewOfPlan | null = null;
  private readonly latest = new Latest((_, onCancel) => this.refresh(onCancel));

  constructor(private readonly extension: Uri, private readonly ask: Ask, private readonly failed: (why: unknown) => void) {}

  /** Opens or shows the view at a section; the editor keeps the focus. */
  async open(document: TextDocument, section: Section, part?: 'here'): Promise<void> {
    this.section = { kind: 'section', section, ...(part && { part }) };
    if (this.panel === undefined) {
      const folder = Uri.joinPath(this.extension, 'dist');
      this.panel = window.createWebviewPanel('dockwright.plan', say('Image plan'), { viewColumn: ViewColumn.Beside, preserveFocus: true }, {
        enableScripts: true,
        localResourceRoots: [folder],
      });
      this.panel.onDidDispose(() => {
        this.latest.stop();
        this.panel = undefined;
        this.document = undefined;
        this.forget();
      });
      this.panel.onDidChangeViewState(() => { this.follow(this.document); });
      this.panel.webview.onDidReceiveMessage((message: unknown) => void this.hear(understood(message)));
      this.panel.webview.html = page(this.panel, folder);
    } else {
      this.panel.reveal(undefined, true);
      this.say(this.section);
    }
    this.take(document);
    await this.latest.now();
  }

  /** The shown state may have changed: text, cursor, or surroundings. */
  follow(document: TextDocument | undefined): void {
    if (this.panel?.visible === true && document !== undefined) {
      this.take(document);
      this.latest.soon();
    }
  }

  /** The server was restarted: earlier answers are invalid. */
  forget(): void {
    this.stamp = '';
    this.view = null;
    this.shown = undefined;
  }

  dispose(): void {
    this.latest.stop();
    this.panel?.dispose();
  }

  private take(document: TextDocument): void {
    if (this.document?.uri.toString() !== document.uri.toString()) {
      this.forget();
    }
    this.document = document;
  }

  private async refresh(onCancel: (cancel: () => void) => void): Promise<void> {
    const { document, panel } = this;
    if (document === undefined || panel === undefined) {
      return;
    }
    const source = new CancellationTokenSource();
    onCancel(() => { source.cancel(); });
    try {
      const answer = await this.answer(source.token, document, ['view', 'here'], this.stamp);
      if (source.token.isCancellationRequested || this.document !== document) {
        return;
      }
      this.stamp = answer?.stamp ?? '';
      this.view = answer === null ? null : answer.view ?? this.view;
      const file = workspace.asRelativePath(document.uri);
      panel.title = say('Image plan of {0}', file.split('/').at(-1) ?? file);
      this.shown = { kind: 'show', file, view: this.view, here: answer?.here ?? null };
      this.say(this.shown);
    } catch (error) {
      if (!source.token.isCancellationRequested) {
        this.failed(error);
        this.say({ kind: 'message', text: say('The server does not answer; what is shown may be out of date.') });
      }
    } finally {
      source.dispose();
    }
  }

  /** The server's answer for a document and the cursor in it. */
  private answer(token: CancellationToken, document: TextDocument, ...more: unknown[]): Promise<PlanAnswer | null> {
    const cursor = editorOf(document)?.selection.active ?? new Position(0, 0);
    return this.ask(token, document.uri, { line: cursor.line, character: cursor.character }, ...more);
  }

  private say(message: ToView | undefined): void {
    if (message !== undefined) {
      void this.panel?.webview.postMessage(message);
    }
  }

  private async hear(message: FromView | undefined): Promise<void> {
    try {
      if (message?.kind === 'ready') {
        this.say(this.shown);
        this.say(this.section);
        this.section = undefined;
      } else if (message?.kind === 'go') {
        await this.go(message.line - 1);
      } else if (message?.kind === 'copy') {
        await this.copy();
      } else if (message?.kind === 'save') {
        await this.save(message.format, message.data);
      }
    } catch (error) {
      this.failed(error);
      void window.showWarningMessage(`Dockwright: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async go(line: number): Promise<void> {
    if (this.document !== undefined) {
      const start = new Position(line, 0);
      const place = new Range(start, start);
      const column = editorOf(this.document)?.viewColumn ?? ViewColumn.One;
      const editor = await window.showTextDocument(this.document, { viewColumn: column, selection: place });
      editor.revealRange(place, TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  private async copy(): Promise<void> {
    if (this.document !== undefined) {
      const answer = await this.answer(new CancellationTokenSource().token, this.document, ['plan', 'here']);
      await env.clipboard.writeText(`${JSON.stringify({ plan: answer?.plan ?? null, here: answer?.here ?? null }, undefined, 2)}\n`);
      this.say({ kind: 'message', text: say('Copied.') });
    }
  }

  private async save(format: 'svg' | 'png', data: string): Promise<void> {
    const folder = this.document?.uri.scheme === 'file' ? Uri.joinPath(this.document.uri, '..') : workspace.workspaceFolders?.[0]?.uri;
    const place = await window.showSaveDialog({
      ...(folder && { defaultUri: Uri.joinPath(folder, `stages.${format}`) }),
      filters: format === 'svg' ? { SVG: ['svg'] } : { PNG: ['png'] },
    });
    if (place !== undefined) {
      await workspace.fs.writeFile(place, Buffer.from(data, format === 'svg' ? 'utf8' : 'base64'));
      this.say({ kind: 'message', text: say('Saved as {0}.', workspace.asRelativePath(place)) });
    }
  }
}

function editorOf(document: TextDocument) {
  return window.visibleTextEditors.find((editor) => editor.document.uri.toString() === document.uri.toString());
}

/** The page without content; its script requests that. It only loads two files of the extension. */
function page({ webview }: WebviewPanel, folder: Uri): string {
  const nonce = randomBytes(16).toString('hex');
  const [style, script] = ['plan.css', 'plan.js'].map((name) => webview.asWebviewUri(Uri.joinPath(folder, name)).toString());
  const policy = `default-src 'none'; img-src data:; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html><html lang="${known(language())}"><head><meta charset="utf-8"><title>${say('Image plan')}</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="stylesheet" href="${style ?? ''}"></head>
<body><script nonce="${nonce}" src="${script ?? ''}"></script></body></html>`;
}
