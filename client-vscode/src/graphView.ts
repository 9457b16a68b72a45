// The stage graph in a panel beside the editor; a click on a stage goes to its FROM.

import { randomBytes } from 'node:crypto';
import { Position, Range, TextEditorRevealType, Uri, ViewColumn, window, workspace } from 'vscode';
import type { Disposable, WebviewPanel } from 'vscode';
import { escape, layout, svg } from './layout';
import type { StageGraph } from './protocol';

export class GraphView implements Disposable {
  private panel: WebviewPanel | undefined;
  private document: Uri | undefined;

  constructor(private readonly graphOf: (uri: Uri) => Promise<StageGraph>) {}

  async open(uri: Uri): Promise<void> {
    this.document = uri;
    if (this.panel === undefined) {
      this.panel = window.createWebviewPanel('dockwright.graph', 'Stage graph', { viewColumn: ViewColumn.Beside, preserveFocus: true }, {
        enableScripts: true,
        localResourceRoots: [],
      });
      this.panel.onDidDispose(() => (this.panel = undefined));
      this.panel.webview.onDidReceiveMessage((message: unknown) => void this.jump(message));
    } else {
      this.panel.reveal(undefined, true);
    }
    await this.refresh(uri);
  }

  /** Draws the graph anew if the panel shows this document. */
  async refresh(uri: Uri): Promise<void> {
    if (this.panel === undefined || this.document?.toString() !== uri.toString()) {
      return;
    }
    const graph = await this.graphOf(uri);
    this.panel.title = `Stages of ${workspace.asRelativePath(uri)}`;
    this.panel.webview.html = page(graph, randomBytes(16).toString('hex'));
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private async jump(message: unknown): Promise<void> {
    if (this.document === undefined || typeof message !== 'number' || !Number.isInteger(message)) {
      return;
    }
    const start = new Position(message, 0);
    const editor = await window.showTextDocument(this.document, { viewColumn: ViewColumn.One, selection: new Range(start, start) });
    editor.revealRange(new Range(start, start), TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

const STYLE = `
  body { padding: 0 } main { overflow: auto } svg { display: block }
  .box rect { fill: var(--vscode-editorWidget-background); stroke: var(--vscode-editorWidget-border, #8888); stroke-width: 1.2 }
  .box.image rect { stroke-dasharray: 4 3 } .box.target rect { stroke: var(--vscode-focusBorder); stroke-width: 2.2 }
  .box[data-line] { cursor: pointer } .box[data-line]:hover rect, .box[data-line]:focus rect { fill: var(--vscode-list-hoverBackground) } .box:focus { outline: none }
  text { fill: var(--vscode-foreground); font-family: var(--vscode-editor-font-family), monospace; font-size: 13px } .title { font-weight: 600 }
  .detail, .key { fill: var(--vscode-descriptionForeground); color: var(--vscode-descriptionForeground); font-size: 11px }
  .arrow { fill: none; stroke: var(--vscode-foreground); opacity: .75; stroke-width: 1.5 } .arrow.copy, .arrow.add { stroke: var(--vscode-charts-blue); stroke-dasharray: 6 4 }
  .arrow.mount { stroke: var(--vscode-charts-orange); stroke-dasharray: 2 4 } .tip { fill: var(--vscode-foreground) }
  .key { padding: 4px 20px 12px } b.copy { color: var(--vscode-charts-blue) } b.mount { color: var(--vscode-charts-orange) }
`;

const SCRIPT = `
  const host = acquireVsCodeApi();
  for (const box of document.querySelectorAll('[data-line]')) {
    const go = () => host.postMessage(Number(box.dataset.line));
    box.addEventListener('click', go);
    box.addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === ' ') go(); });
  }
`;

function page(graph: StageGraph, nonce: string): string {
  const picture = svg(layout(graph));
  const words = graph.stages.length === 0 ? 'This file has no stage: it needs a FROM.' : 'line: FROM &nbsp; <b class="copy">dashes</b>: COPY or ADD --from &nbsp; <b class="mount">dots</b>: RUN --mount from';
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escape('Stage graph')}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">${STYLE}</style></head><body><main>${picture}</main><p class="key">${words}</p><script nonce="${nonce}">${SCRIPT}</script></body></html>`;
}
