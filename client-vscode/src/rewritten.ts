// What is said after a command has rewritten a file: why it did not, or, for a moment in the status bar, that it did.

import { window, type Uri } from 'vscode';
import { language } from './planView';
import type { RewriteAnswer } from './protocol';
import { words } from './words';

const MOMENT = 5000;

export function sayRewritten(command: string, uri: Uri, answer: RewriteAnswer): void {
  if (answer !== null) {
    void window.showInformationMessage(answer.message);
    return;
  }
  const text = command === 'dockwright.mergeAllRuns' ? 'RUN instructions merged in {0}' : 'Fixes applied in {0}';
  window.setStatusBarMessage(words(language(), text, uri.path.split('/').at(-1) ?? ''), MOMENT);
}
