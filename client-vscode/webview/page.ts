// The page of the view: helpers that create elements, the stored state, and messages to the extension.

import { words } from '../src/words';
import type { FromView, Section } from '../src/viewMessages';

declare function acquireVsCodeApi(): { postMessage(message: FromView): void; getState(): unknown; setState(state: unknown): void };

interface State {
  section: Section;
}

const host = acquireVsCodeApi();
let kept: State = { section: 'image', ...(host.getState() as Partial<State> | undefined) };

/** State that is kept while the view is hidden. */
export function state(): State {
  return kept;
}

export function keep(change: Partial<State>): void {
  kept = { ...kept, ...change };
  host.setState(kept);
}

export function say(message: FromView): void {
  host.postMessage(message);
}

/** Translates a text into the language of the page. */
export function text(english: string, ...values: (string | number)[]): string {
  return words(document.documentElement.lang, english, ...values);
}

export function element<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Record<string, string> = {}, children: (Node | string)[] = []): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
