// The tree view of a Dockerfile's build context.

import { EventEmitter, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import type { TreeDataProvider } from 'vscode';
import { say } from './language';
import type { ContextAnswer, ContextNode } from './protocol';
import { files, size } from './sizes';

export class ContextTree implements TreeDataProvider<ContextNode> {
  private readonly changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private answer: ContextAnswer | undefined;

  show(answer: ContextAnswer | undefined): void {
    this.answer = answer;
    this.changed.fire(undefined);
  }

  getChildren(node?: ContextNode): ContextNode[] {
    return (node ? node.children : this.answer?.children) ?? [];
  }

  getTreeItem(node: ContextNode): TreeItem {
    const item = new TreeItem(node.name, node.folder ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None);
    item.id = node.path;
    item.description = describe(node);
    item.iconPath = icon(node);
    item.tooltip = new MarkdownString().appendText(explain(node));
    if (!node.folder && this.answer?.root) {
      const place = Uri.joinPath(Uri.file(this.answer.root), ...node.path.split('/'));
      item.command = { command: 'vscode.open', title: 'Open', arguments: [place] };
    }
    return item;
  }
}

export function headline(answer: ContextAnswer): string {
  const sent = `${files(answer.files, say)}, ${size(answer.bytes)}`;
  return answer.partial === true ? say('at least {0}', sent) : sent;
}

function describe(node: ContextNode): string {
  const parts = node.ignored === true ? [say('ignored')] : [size(node.size)];
  if (node.folder && node.ignored !== true && node.files !== undefined) {
    parts.unshift(files(node.files, say));
  }
  if (node.secret !== undefined) {
    parts.push(say('secret?'));
  }
  return parts.join(' · ');
}

function explain(node: ContextNode): string {
  const lines = [node.path];
  if (node.ignored === true) {
    lines.push(node.ignoredBy === undefined ? say('Not sent to the builder.') : say('Not sent to the builder: {0}', node.ignoredBy));
  }
  if (node.secret !== undefined) {
    lines.push(say('Looks like a secret: {0}', node.secret));
  }
  return lines.join('\n\n');
}

function icon(node: ContextNode): ThemeIcon {
  if (node.secret !== undefined && node.ignored !== true) {
    return new ThemeIcon('key', new ThemeColor('list.warningForeground'));
  }
  if (node.ignored === true) {
    return new ThemeIcon('circle-slash', new ThemeColor('disabledForeground'));
  }
  return node.folder ? ThemeIcon.Folder : ThemeIcon.File;
}
