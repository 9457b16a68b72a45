// The part of coexistence with other extensions that needs VS Code: their problems, the question, the stored answer.

import { CompletionItemKind, ConfigurationTarget, extensions, languages, window, workspace } from 'vscode';
import type { CompletionItem, Diagnostic, Disposable, ExtensionContext, Uri } from 'vscode';
import { say } from './language';
import { isSaidBy, leavesOut, NEIGHBOURS, present, shouldAsk, type Choice, type Remark } from './neighbours';

const OWN = 'dockwright';
const ASKED = 'neighboursAskedAbout';

export function neighbours(): string[] {
  return present((id) => extensions.getExtension(id) !== undefined);
}

/** Our problems without those that another extension reports already. */
export function withoutRepeats(uri: Uri, own: Diagnostic[]): Diagnostic[] {
  if (!isShared()) {
    return own;
  }
  const others = languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source !== OWN).map(remark);
  return own.filter((diagnostic) => !isSaidBy(remark(diagnostic), others));
}

/** Whether problems of other extensions currently matter. */
export function isShared(): boolean {
  return leavesOut(choice(), neighbours());
}

/** Whether everything is to be said, whoever says it too. */
export function isAlone(): boolean {
  return choice() === 'alone';
}

/** Calls back with a file whose problems of another extension have changed. */
export function onDidChangeOthers(changed: (uri: Uri) => void): Disposable {
  const known = new Map<string, string>();
  return languages.onDidChangeDiagnostics(({ uris }) => {
    for (const uri of uris) {
      const others = isShared() ? languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source !== OWN) : [];
      const said = JSON.stringify(others.map(remark));
      if ((known.get(uri.toString()) ?? '[]') !== said) {
        known.set(uri.toString(), said);
        changed(uri);
      }
    }
  });
}

/** Our completions without keywords that Docker's and Microsoft's servers offer, too. */
export function withoutCommonplaces(items: CompletionItem[]): CompletionItem[] {
  const complete = ['docker.docker', 'ms-azuretools.vscode-containers', 'ms-azuretools.vscode-docker'];
  if (!leavesOut(choice(), neighbours().filter((id) => complete.includes(id)))) {
    return items;
  }
  return items.filter((item) => item.kind !== CompletionItemKind.Keyword || !/^[A-Z]+$/.test(typeof item.label === 'string' ? item.label : item.label.label));
}

export async function askOnce(context: ExtensionContext): Promise<void> {
  const here = neighbours();
  const asked = context.globalState.get<string[]>(ASKED, []);
  if (!shouldAsk(choice(), here, asked)) {
    return;
  }
  await context.globalState.update(ASKED, [...new Set([...asked, ...here])]);
  await decide();
}

export async function decide(): Promise<void> {
  const names = neighbours().map((id) => NEIGHBOURS[id] ?? id);
  if (names.length === 0) {
    void window.showInformationMessage(say('No other extension known to check Dockerfiles is installed here.'));
    return;
  }
  const share = say('Hide Duplicates');
  const alone = say('Show Everything');
  const answer = await window.showInformationMessage(
    names.length > 1
      ? say('{0} also check Dockerfiles. Dockwright hides what would be shown twice.', names.reduce((one, other) => say('{0} and {1}', one, other)))
      : say('{0} also checks Dockerfiles. Dockwright hides what would be shown twice.', ...names),
    share,
    alone,
  );
  if (answer !== undefined) {
    const value: Choice = answer === share ? 'share' : 'alone';
    await workspace.getConfiguration('dockwright').update('neighbours', value, ConfigurationTarget.Global);
  }
}

function choice(): Choice {
  return workspace.getConfiguration('dockwright').get<Choice>('neighbours', 'ask');
}

function remark(diagnostic: Diagnostic): Remark {
  const { code } = diagnostic;
  const value = typeof code === 'object' ? code.value : code;
  const { start, end } = diagnostic.range;
  const place = { line: start.line, start: start.character, end: end.line === start.line ? end.character : -1 };
  return { place, code: String(value ?? ''), source: diagnostic.source ?? '' };
}
