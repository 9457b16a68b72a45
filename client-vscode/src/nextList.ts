// Proposals that leave something to choose open the next list, as typing their last letter would.

import type { CompletionItem } from 'vscode';

type Proposal = Pick<CompletionItem, 'label' | 'insertText' | 'command'>;

export function withNextList<Item extends Proposal>(items: Item[]): Item[] {
  for (const item of items) {
    const text = item.insertText ?? (typeof item.label === 'string' ? item.label : item.label.label);
    if (typeof text === 'string' && opensList(text)) {
      // "auto": where there is nothing to choose, no box says so.
      item.command ??= { command: 'editor.action.triggerSuggest', title: 'Suggest what may follow', arguments: [{ auto: true }] };
    }
  }
  return items;
}

/** Whether what is written leaves a value, an argument or what is in a folder to choose. */
export function opensList(text: string): boolean {
  return /[= /,]$/.test(text);
}
