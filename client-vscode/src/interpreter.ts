// The part of finding a Python that needs VS Code and processes.

import { execFile } from 'node:child_process';
import { extensions, Uri, window, workspace, ConfigurationTarget, env } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { candidates, find, OLDEST, type Found } from './python';

/** The part of the Python extension's published interface that is used here. */
interface PythonExtension {
  environments: {
    getActiveEnvironmentPath(resource?: Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<{ executable: { uri?: Uri } } | undefined>;
  };
}

export async function interpreter(log: LogOutputChannel): Promise<Found | undefined> {
  const setting = workspace.getConfiguration('dockwright').get<string>('interpreter', '');
  const { found, refused } = await find(candidates({ setting, chosen: await chosen(log), platform: process.platform }), ask);
  for (const reason of refused) {
    log.info(reason);
  }
  return found;
}

export async function selectInterpreter(): Promise<boolean> {
  const picked = await window.showOpenDialog({ title: `A Python ${OLDEST.join('.')} or newer`, openLabel: 'Use this Python' });
  const path = picked?.[0]?.fsPath;
  if (path === undefined) {
    return false;
  }
  await workspace.getConfiguration('dockwright').update('interpreter', path, ConfigurationTarget.Global);
  return true;
}

export async function sayThereIsNone(): Promise<boolean> {
  const select = 'Select Python...';
  const get = 'Get Python';
  const answer = await window.showErrorMessage(
    `Dockwright needs Python ${OLDEST.join('.')} or newer and found none: not in its setting, the Python extension or the PATH.`,
    select,
    get,
  );
  if (answer === get) {
    await env.openExternal(Uri.parse('https://www.python.org/downloads/'));
  }
  return answer === select && (await selectInterpreter());
}

async function chosen(log: LogOutputChannel): Promise<string | undefined> {
  const extension = extensions.getExtension<PythonExtension>('ms-python.python');
  if (extension === undefined) {
    return undefined;
  }
  try {
    const { environments } = await extension.activate();
    const resource = workspace.workspaceFolders?.[0]?.uri;
    const resolved = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
    return resolved?.executable.uri?.fsPath;
  } catch (error) {
    log.warn(`The Python extension did not say which Python it uses: ${String(error)}`);
    return undefined;
  }
}

function ask(command: readonly string[]): Promise<string> {
  const [program = '', ...rest] = command;
  const code = 'import sys; print("%d.%d" % sys.version_info[:2])';
  return new Promise((resolve, reject) => {
    execFile(program, [...rest, '-I', '-c', code], { timeout: 15_000, windowsHide: true }, (error, stdout) => {
      if (error) {
        reject(new Error(error.message));
      } else {
        resolve(stdout.trim());
      }
    });
  });
}
