// What the extension says by itself, in the language of the settings or of the editor.

import { env, workspace } from 'vscode';
import { words, type Values } from './words';

/** The language of what the server says: that of the settings, else of the editor. */
export function language(): string {
  const chosen = workspace.getConfiguration('dockwright').get<string>('locale');
  return chosen === undefined || chosen === '' ? env.language : chosen;
}

export function say(english: string, ...values: Values): string {
  return words(language(), english, ...values);
}
