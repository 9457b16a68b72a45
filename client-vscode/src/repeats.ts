// Files that other extensions serve as well: of what is asked for there, nothing that one of them gives too.

import { commands, extensions, type CompletionContext, type CompletionItem, type DocumentLink, type Location, type LocationLink, type Position, type TextDocument } from 'vscode';
import { isHost } from './hosts';
import { isAlone } from './sharing';

const SERVING = ['docker.docker', 'ms-azuretools.vscode-containers', 'ms-azuretools.vscode-docker', 'redhat.vscode-yaml', 'github.vscode-github-actions'];
/** What is asked of the others just now: we are asked as well, once, and give nothing then. */
const asked = new Set<string>();
/** Stands for what was typed where the others are asked for completions: these may well be asked for twice at one place. */
const ASKED = '\u0001';

type Place = Location | LocationLink;

/** Our answer without what `same` finds in the answers of others. */
async function alone<T>(own: T[], command: string, document: TextDocument, position: Position | undefined, same: (one: T, other: T) => boolean): Promise<T[]> {
  if (own.length === 0 || !isHost(document) || isAlone() || !SERVING.some((id) => extensions.getExtension(id) !== undefined)) {
    return own;
  }
  const key = about(command, document, position);
  if (command !== COMPLETIONS) {
    asked.add(key);
  }
  const more = position === undefined ? [] : command === COMPLETIONS ? [position, ASKED] : [position];
  try {
    const answer = await commands.executeCommand<T[] | { items: T[] } | undefined>(command, document.uri, ...more);
    const others = Array.isArray(answer) ? answer : answer?.items ?? [];
    return own.filter((one) => !others.some((other) => same(one, other)));
  } catch {
    return own;
  } finally {
    asked.delete(key);
  }
}

const COMPLETIONS = 'vscode.executeCompletionItemProvider';
const DEFINITIONS = 'vscode.executeDefinitionProvider';
const LINKS = 'vscode.executeLinkProvider';

export function isAskedForCompletions(context: CompletionContext): boolean {
  return context.triggerCharacter === ASKED;
}

export function isAskedForDefinitions(document: TextDocument, position: Position): boolean {
  return asked.delete(about(DEFINITIONS, document, position));
}

export function isAskedForLinks(document: TextDocument): boolean {
  return asked.delete(about(LINKS, document, undefined));
}

export function completions(own: CompletionItem[], document: TextDocument, position: Position): Promise<CompletionItem[]> {
  return alone(own, COMPLETIONS, document, position, (one, other) => label(one) === label(other));
}

export function definitions(own: Place[], document: TextDocument, position: Position): Promise<Place[]> {
  return alone(own, DEFINITIONS, document, position, (one, other) => where(one) === where(other));
}

export function links(own: DocumentLink[], document: TextDocument): Promise<DocumentLink[]> {
  return alone(own, LINKS, document, undefined, (one, other) => one.range.intersection(other.range) !== undefined);
}

function about(command: string, document: TextDocument, position: Position | undefined): string {
  return [command, document.uri.toString(), position?.line, position?.character].join(' ');
}

function label(item: CompletionItem): string {
  return (typeof item.label === 'string' ? item.label : item.label.label).replace(/\/$/, '');
}

function where(place: Place): string {
  return 'targetUri' in place ? `${place.targetUri.toString()} ${place.targetRange.start.line}` : `${place.uri.toString()} ${place.range.start.line}`;
}
