// What is said after a command has rewritten a file: why it did not, or, for a moment in the status bar, that it did.

import { window, type Uri } from 'vscode';
import { say } from './language';
import type { RewriteAnswer } from './protocol';

const MOMENT = 5000;

export function sayRewritten(command: string, uri: Uri, answer: RewriteAnswer): void {
  if (answer !== null) {
    void window.showInformationMessage(answer.message);
    return;
  }
  const text = command === 'dockwright.mergeAllRuns' ? 'RUN instructions merged in {0}' : 'Fixes applied in {0}';
  window.setStatusBarMessage(say(text, uri.path.split('/').at(-1) ?? ''), MOMENT);
}
