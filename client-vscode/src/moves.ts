// Files that the server edits because others move: VS Code saves what a refactoring edits, but not what a move does.

import { Uri, workspace } from 'vscode';
import type { Disposable, FileRenameEvent, FileWillRenameEvent, WorkspaceEdit } from 'vscode';

type Edits = Thenable<WorkspaceEdit | null | undefined>;

/** By what moves: the files that will be edited and had no unsaved changes. */
const expected = new Map<string, Uri[]>();

/** Remembers which files to save, as `files.refactoring.autoSave` tells. */
export async function remembered(event: FileWillRenameEvent, edits: Edits): Promise<WorkspaceEdit | null | undefined> {
  const edit = await edits;
  const unsaved = new Set(workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString()));
  const found = edit?.entries().map(([uri]) => uri).filter((uri) => !unsaved.has(uri.toString()) && isSaved(uri)) ?? [];
  expected.clear();  // a move that was called off
  expected.set(named(event), found);
  return edit;
}

export function saveOnceMoved(): Disposable {
  return workspace.onDidRenameFiles(async (event) => {
    const found = expected.get(named(event)) ?? [];
    expected.clear();
    for (const uri of found) {
      const document = await workspace.openTextDocument(place(uri, event));
      if (document.isDirty) {
        await document.save();
      }
    }
  });
}

function isSaved(uri: Uri): boolean {
  return workspace.getConfiguration('files', uri).get<boolean>('refactoring.autoSave', true);
}

function named({ files }: FileWillRenameEvent | FileRenameEvent): string {
  return files.map(({ oldUri }) => oldUri.toString()).sort().join(' ');
}

/** Where an edited file is after the move. */
function place(uri: Uri, { files }: FileRenameEvent): Uri {
  for (const { oldUri, newUri } of files) {
    if (uri.path === oldUri.path || uri.path.startsWith(`${oldUri.path}/`)) {
      return newUri.with({ path: newUri.path + uri.path.slice(oldUri.path.length) });
    }
  }
  return uri;
}
