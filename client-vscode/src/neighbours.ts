// Coexistence with other extensions that check and complete Dockerfiles: nothing is reported twice by default.

export const NEIGHBOURS: Readonly<Record<string, string>> = {
  'docker.docker': 'Docker DX',
  'ms-azuretools.vscode-containers': 'Container Tools',
  'ms-azuretools.vscode-docker': 'Docker',
  'exiasr.hadolint': 'hadolint',
};

export type Choice = 'ask' | 'share' | 'alone';

export interface Place {
  line: number;
  /** In characters from the start of the line. */
  start: number;
  end: number;
}

export interface Remark {
  place: Place;
  code: string;
  source: string;
}

/** Whether another extension already reports this problem: the same code, or the same subject at the same position. */
export function isSaidBy(own: Remark, others: readonly Remark[]): boolean {
  return others.some((other) => other.place.line === own.place.line && (sameMatter(own.code, other.code) || samePlace(own.place, other.place)));
}

export function present(isInstalled: (id: string) => boolean): string[] {
  return Object.keys(NEIGHBOURS).filter(isInstalled);
}

/** Whether to ask now: the user is present, nothing was chosen, and these extensions were not asked about before. */
export function shouldAsk(choice: Choice, neighbours: readonly string[], askedAbout: readonly string[]): boolean {
  return choice === 'ask' && neighbours.some((id) => !askedAbout.includes(id));
}

/** Whether problems of another extension are hidden: also while the question is open. */
export function leavesOut(choice: Choice, neighbours: readonly string[]): boolean {
  return choice !== 'alone' && neighbours.length > 0;
}

function sameMatter(one: string, other: string): boolean {
  return one !== '' && plain(one) === plain(other);
}

function samePlace(one: Place, other: Place): boolean {
  return one.start === other.start && one.end === other.end;
}

function plain(code: string): string {
  return code.toLowerCase().replace(/[^a-z0-9]/g, '');
}
