// Asks for the build context of a Dockerfile: one of the candidates, or another folder.

import { window } from 'vscode';
import { say } from './language';
import type { ContextAnswer } from './protocol';

/** The id of the candidate or the path of the folder that was chosen; undefined if none was. */
export async function pickedFolder(answer: ContextAnswer | null): Promise<string | undefined> {
  const browse = { label: `$(folder-opened) ${say('Another folder...')}`, id: undefined };
  const known = (answer?.candidates ?? []).map(({ id, label, detail, chosen }) => ({
    label: `${chosen === true ? '$(check) ' : ''}${label}`, description: detail ?? '', id,
  }));
  const picked = await window.showQuickPick([...known, browse], { title: say('Build context'), placeHolder: say('What the build of this Dockerfile sends to the builder') });
  return picked === undefined ? undefined : picked.id ?? folder();
}

async function folder(): Promise<string | undefined> {
  const picked = await window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, openLabel: say('Use as build context') });
  return picked?.[0]?.fsPath;
}
