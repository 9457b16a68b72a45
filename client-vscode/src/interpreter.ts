// The part of finding a Python that needs VS Code and processes.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { extensions, Uri, window, workspace, ConfigurationTarget, env } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { say } from './language';
import { candidates, complaint, find, OLDEST, type Found } from './python';

/** The part of the Python extension's API that is used here. */
interface PythonExtension {
  environments: {
    getActiveEnvironmentPath(resource?: Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<{ executable: { uri?: Uri } } | undefined>;
  };
}

/** The Python to run the server in the folder `bundled`, or why there is none. */
export async function interpreter(log: LogOutputChannel, bundled: string): Promise<Found | string> {
  const setting = workspace.getConfiguration('dockwright').get<string>('interpreter', '');
  const all = candidates({ setting, chosen: await chosen(log), platform: process.platform });
  const { found, refused } = await find(all, (command) => ask(command, bundled), say);
  for (const { reason } of refused) {
    log.info(reason);
  }
  return found ?? complaint(refused, say);
}

export async function selectInterpreter(): Promise<boolean> {
  const picked = await window.showOpenDialog({ title: say('A Python {0} or newer', OLDEST.join('.')), openLabel: say('Use this Python') });
  const path = picked?.[0]?.fsPath;
  if (path === undefined) {
    return false;
  }
  await workspace.getConfiguration('dockwright').update('interpreter', path, ConfigurationTarget.Global);
  return true;
}

export async function sayThereIsNone(why: string): Promise<boolean> {
  const select = say('Select Python...');
  const get = say('Get Python');
  const answer = await window.showErrorMessage(why, select, get);
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
    log.warn(`Cannot get the interpreter of the Python extension: ${String(error)}`);
    return undefined;
  }
}

/** Its version, and the first bundled library with compiled parts that it cannot load: these are built for one platform and some versions. */
function ask(command: readonly string[], bundled: string): Promise<string> {
  const [program = '', ...rest] = command;
  return new Promise((resolve, reject) => {
    execFile(program, [...rest, '-I', join(bundled, 'probe.py')], { timeout: 15_000, windowsHide: true }, (error, stdout) => {
      if (error) {
        reject(new Error(error.message));
      } else {
        resolve(stdout.trim());
      }
    });
  });
}
