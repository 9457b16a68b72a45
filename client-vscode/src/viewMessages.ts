// Messages between the extension and its view of the image plan.

import type { Here, PlanView } from './protocol';

export type Section = 'image' | 'build' | 'stages';

/** To the view. */
export type ToView =
  | { kind: 'show'; file: string; view: PlanView | null; here: Here | null }
  | { kind: 'section'; section: Section; part?: 'here' }
  | { kind: 'message'; text: string };

/** From the view. */
export type FromView =
  | { kind: 'ready' }
  | { kind: 'go'; line: number }
  | { kind: 'copy' }
  | { kind: 'save'; format: 'svg' | 'png'; data: string };

/** A message of a view, if it is valid. */
export function understood(message: unknown): FromView | undefined {
  const { kind, line, format, data } = (typeof message === 'object' && message !== null ? message : {}) as Record<string, unknown>;
  if (kind === 'ready' || kind === 'copy') {
    return { kind };
  }
  if (kind === 'go' && typeof line === 'number' && Number.isInteger(line) && line >= 1) {
    return { kind, line };
  }
  if (kind === 'save' && (format === 'svg' || format === 'png') && typeof data === 'string') {
    return { kind, format, data };
  }
  return undefined;
}
