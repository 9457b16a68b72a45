// Reopens completion after a proposal that leaves something to choose, as typing its last letter would.

import type { CompletionItem } from 'vscode';

type Proposal = Pick<CompletionItem, 'label' | 'insertText' | 'command'>;

export function withNextList<Item extends Proposal>(items: Item[]): Item[] {
  for (const item of items) {
    const text = item.insertText ?? (typeof item.label === 'string' ? item.label : item.label.label);
    if (typeof text === 'string' && opensList(text)) {
      // "auto": if there are no proposals, no message is shown.
      item.command ??= { command: 'editor.action.triggerSuggest', title: 'Suggest what may follow', arguments: [{ auto: true }] };
    }
  }
  return items;
}

/** Whether the inserted text is followed by a value, an argument or a path to choose. */
export function opensList(text: string): boolean {
  return /[= /,]$/.test(text);
}
