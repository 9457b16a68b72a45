// The status bar item: the build context of the active Dockerfile, and whether the server runs.

import { basename } from 'node:path';
import { StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Disposable, StatusBarItem } from 'vscode';
import { headline } from './contextView';
import { say } from './language';
import type { ContextAnswer } from './protocol';

export class Status implements Disposable {
  private readonly item: StatusBarItem = window.createStatusBarItem('dockwright.context', StatusBarAlignment.Right, 101);

  constructor() {
    this.item.name = say('Dockwright build context');
  }

  context(answer: ContextAnswer): void {
    // "." alone would not show what it refers to.
    const name = answer.label === '.' && answer.root !== null ? basename(answer.root) : answer.label;
    this.say(`$(package) ${name}`, `${say('Build context: {0}', answer.root ?? answer.label)}\n${answer.origin ?? ''}\n${headline(answer)}`, 'dockwright.pickContext');
  }

  running(): void {
    this.say('$(package) Dockwright', say('Dockwright runs'), 'dockwright.pickContext');
  }

  starting(): void {
    this.say('$(loading~spin) Dockwright', say('Dockwright starts'), 'dockwright.showOutput');
  }

  failed(reason: string): void {
    this.say('$(error) Dockwright', reason, 'dockwright.restart');
    this.item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
  }

  visible(yes: boolean): void {
    if (yes) {
      this.item.show();
    } else {
      this.item.hide();
    }
  }

  dispose(): void {
    this.item.dispose();
  }

  private say(text: string, tooltip: string, command: string): void {
    this.item.text = text;
    this.item.tooltip = tooltip.trim();
    this.item.command = command;
    this.item.backgroundColor = undefined;
  }
}
