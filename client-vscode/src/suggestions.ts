// Completion: the server's proposals, less those of other extensions, and in time.

import { CancellationTokenSource, commands, CompletionTriggerKind, window, type CompletionItem, type CompletionList, type Position, type ProviderResult, type TextDocument } from 'vscode';
import type { CompletionMiddleware } from 'vscode-languageclient/node';
import { withNextList } from './nextList';
import { Punctual } from './punctual';
import { completions, isAskedForCompletions } from './repeats';
import { withoutCommonplaces } from './sharing';

type Answer = CompletionItem[] | CompletionList;

export function suggestions(): NonNullable<CompletionMiddleware['provideCompletionItem']> {
  const punctual = new Punctual<Answer>([], (where, answer) => { reopen(where, itemsOf(answer)); });
  let asked = new CancellationTokenSource();
  return async (document, position, context, token, next) => {
    if (isAskedForCompletions(context)) {
      return [];
    }
    let isAwaited = true;
    const answer = await punctual.answer(place(document, position), context.triggerKind !== CompletionTriggerKind.Invoke, () => {
      asked.cancel();
      const own = asked = new CancellationTokenSource();
      // The editor cancels what it has an answer to; what is still to come after that is wanted.
      token.onCancellationRequested(() => { if (isAwaited) { own.cancel(); } });
      return shared(next(document, position, context, own.token), document, position);
    });
    isAwaited = false;
    return answer;
  };
}

/** The proposals that no other extension makes. */
async function shared(asking: ProviderResult<Answer>, document: TextDocument, position: Position): Promise<Answer> {
  const answer = await asking ?? [];
  const items = withNextList(await completions(withoutCommonplaces(itemsOf(answer)), document, position));
  return Array.isArray(answer) ? items : Object.assign(answer, { items });
}

/** Asks for the list again, if there is one and the cursor has not moved since. */
function reopen(where: string, items: CompletionItem[]): void {
  const editor = window.activeTextEditor;
  if (items.length > 0 && editor !== undefined && place(editor.document, editor.selection.active) === where) {
    // "auto": as if the last letter was typed just now.
    void commands.executeCommand('editor.action.triggerSuggest', { auto: true });
  }
}

function itemsOf(answer: Answer): CompletionItem[] {
  return Array.isArray(answer) ? answer : answer.items;
}

function place(document: TextDocument, position: Position): string {
  return [document.uri.toString(), document.version, position.line, position.character].join(' ');
}
