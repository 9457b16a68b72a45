// Files that say how Dockerfiles are built: which they are, and what is served there.

import {
  CodeLensRequest, DeclarationRequest, DocumentFormattingRequest, DocumentOnTypeFormattingRequest, DocumentRangeFormattingRequest,
  DocumentSymbolRequest, FoldingRangeRequest, InlayHintRequest, LinkedEditingRangeRequest, SelectionRangeRequest,
  SemanticTokensRegistrationType, SignatureHelpRequest, TypeDefinitionRequest,
  type DocumentSelector, type LanguageClient, type StaticFeature,
} from 'vscode-languageclient/node';
import { languages, type TextDocument } from 'vscode';

/** By their names, since other extensions call the language of a workflow or a Bake file as they like. */
export const HOSTS = [
  { language: 'dockercompose' },
  { language: 'dockerbake' },
  { pattern: '**/*compose*.{yml,yaml}' },
  { pattern: '**/*bake*.{hcl,json}' },
  { pattern: '**/{devcontainer,.devcontainer}.json' },
  { pattern: '**/.github/workflows/*.{yml,yaml}' },
  { pattern: '**/action.{yml,yaml}' },
];

/** What other extensions do for the whole of such a file, and what is only there for Dockerfiles. */
const NOT_THERE = [
  CodeLensRequest.method, DeclarationRequest.method, DocumentFormattingRequest.method, DocumentOnTypeFormattingRequest.method,
  DocumentRangeFormattingRequest.method, DocumentSymbolRequest.method, FoldingRangeRequest.method, InlayHintRequest.method,
  LinkedEditingRangeRequest.method, SelectionRangeRequest.method, SemanticTokensRegistrationType.method, SignatureHelpRequest.method,
  TypeDefinitionRequest.method,
];

export function isHost(document: TextDocument): boolean {
  return languages.match(HOSTS, document) > 0;
}

/** Has a client offer these for other documents alone; before it starts. */
export function keepOff(client: LanguageClient, others: DocumentSelector): void {
  const feature = client.getFeature.bind(client) as (method: string) => StaticFeature | undefined;
  for (const method of NOT_THERE) {
    const found = feature(method);
    const initialize = found?.initialize.bind(found);
    if (found !== undefined && initialize !== undefined) {
      found.initialize = (capabilities) => { initialize(capabilities, others); };
    }
  }
}
