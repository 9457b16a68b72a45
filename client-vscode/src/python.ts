// Finds a Python that can run the server: from the setting, the Python extension, or the PATH.

export interface Candidate {
  /** The command and its first arguments. */
  command: readonly string[];
  /** Where it was found, for the log. */
  origin: string;
}

export interface Found extends Candidate {
  version: readonly [number, number];
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
export async function find(all: readonly Candidate[], ask: Ask): Promise<{ found: Found | undefined; refused: string[] }> {
  const refused: string[] = [];
  for (const candidate of all) {
    const name = `${candidate.command.join(' ')} (from ${candidate.origin})`;
    try {
      const [version, wrong] = parseAnswer(await ask(candidate.command));
      if (version === undefined) {
        refused.push(`${name} is not a Python interpreter`);
      } else if (!isEnough(version)) {
        refused.push(`${name} is Python ${version.join('.')}, older than ${OLDEST.join('.')}`);
      } else if (wrong !== undefined) {
        refused.push(`${name} is Python ${version.join('.')}, for which this extension has no libraries (${wrong})`);
      } else {
        return { found: { ...candidate, version }, refused };
      }
    } catch (error) {
      refused.push(`${name} failed to run: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
    }
  }
  return { found: undefined, refused };
}

export function parseAnswer(answer: string): readonly [readonly [number, number] | undefined, string | undefined] {
  const match = /^(\d+)\.(\d+)(?:\s+(\S.*))?\s*$/.exec(answer);
  return match ? [[Number(match[1]), Number(match[2])], match[3]] : [undefined, undefined];
}

/** The message if all candidates were rejected: names the closest one, because most of the list does not exist. */
export function complaint(refused: readonly string[]): string {
  const misses = refused.filter((reason) => / is Python /.test(reason));
  const why = misses.length > 0 ? misses.slice(0, 2).join('; ') : 'none found in the settings, the Python extension or on the PATH';
  return `Dockwright needs Python ${OLDEST.join('.')} or newer: ${why}.`;
}

function isEnough(version: readonly [number, number]): boolean {
  return version[0] > OLDEST[0] || (version[0] === OLDEST[0] && version[1] >= OLDEST[1]);
}

function newer(): string[][] {
  return ['3.14', '3.13', '3.12', '3.11'].map((version) => [`python${version}`]);
}
