// Finds a Python that can run the server: from the setting, the Python extension, or the PATH.

import type { Say } from './words';

export interface Candidate {
  /** The command and its first arguments. */
  command: readonly string[];
  /** Where it was found, in English. */
  origin: string;
}

export interface Found extends Candidate {
  version: readonly [number, number];
}

/** A candidate that cannot be used, and whether it is a Python at all. */
export interface Refused {
  reason: string;
  isPython: boolean;
}

export interface Search {
  /** The setting `dockwright.interpreter`; empty if unset. */
  setting: string;
  /** The Python that the Python extension has selected; undefined without it. */
  chosen: string | undefined;
  platform: NodeJS.Platform;
}

export const OLDEST: readonly [number, number] = [3, 11];

/** Runs a command to get its version, such as "3.12", and an error after a blank; throws if it cannot be run. */
export type Ask = (command: readonly string[]) => Promise<string>;

export function candidates(search: Search): Candidate[] {
  const found: Candidate[] = [];
  if (search.setting.trim() !== '') {
    found.push({ command: [search.setting.trim()], origin: 'the setting dockwright.interpreter' });
  }
  if (search.chosen !== undefined && search.chosen !== '') {
    found.push({ command: [search.chosen], origin: 'the Python extension' });
  }
  const onPath = search.platform === 'win32' ? [['py', '-3'], ['python'], ['python3']] : [['python3'], ['python'], ...newer()];
  return [...found, ...onPath.map((command) => ({ command, origin: 'the PATH' }))];
}

/** The first candidate that is new enough, and why previous ones were rejected. */
export async function find(all: readonly Candidate[], ask: Ask, say: Say): Promise<{ found: Found | undefined; refused: Refused[] }> {
  const refused: Refused[] = [];
  const refuse = (isPython: boolean, reason: string) => { refused.push({ reason, isPython }); };
  for (const candidate of all) {
    const name = say('{0} (from {1})', candidate.command.join(' '), say(candidate.origin));
    try {
      const [version, wrong] = parseAnswer(await ask(candidate.command));
      if (version === undefined) {
        refuse(false, say('{0} is not a Python interpreter', name));
      } else if (!isEnough(version)) {
        refuse(true, say('{0} is Python {1}, older than {2}', name, version.join('.'), OLDEST.join('.')));
      } else if (wrong !== undefined) {
        refuse(true, say('{0} is Python {1}, for which this extension has no libraries ({2})', name, version.join('.'), wrong));
      } else {
        return { found: { ...candidate, version }, refused };
      }
    } catch (error) {
      refuse(false, say('{0} failed to run: {1}', name, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)));
    }
  }
  return { found: undefined, refused };
}

export function parseAnswer(answer: string): readonly [readonly [number, number] | undefined, string | undefined] {
  const match = /^(\d+)\.(\d+)(?:\s+(\S.*))?\s*$/.exec(answer);
  return match ? [[Number(match[1]), Number(match[2])], match[3]] : [undefined, undefined];
}

/** The message if all candidates were rejected: names the closest one, because most of the list does not exist. */
export function complaint(refused: readonly Refused[], say: Say): string {
  const misses = refused.filter(({ isPython }) => isPython).map(({ reason }) => reason);
  const why = misses.length > 0 ? misses.slice(0, 2).join('; ') : say('none found in the settings, the Python extension or on the PATH');
  return say('Dockwright needs Python {0} or newer: {1}.', OLDEST.join('.'), why);
}

function isEnough(version: readonly [number, number]): boolean {
  return version[0] > OLDEST[0] || (version[0] === OLDEST[0] && version[1] >= OLDEST[1]);
}

function newer(): string[][] {
  return ['3.14', '3.13', '3.12', '3.11'].map((version) => [`python${version}`]);
}
