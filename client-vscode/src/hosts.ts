// Files that define how Dockerfiles are built: their names, and the features enabled in them.

import {
  CodeLensRequest, DeclarationRequest, DocumentFormattingRequest, DocumentOnTypeFormattingRequest, DocumentRangeFormattingRequest,
  DocumentSymbolRequest, FoldingRangeRequest, InlayHintRequest, LinkedEditingRangeRequest, SelectionRangeRequest,
  SemanticTokensRegistrationType, SignatureHelpRequest, TypeDefinitionRequest,
  type DocumentSelector, type LanguageClient, type StaticFeature,
} from 'vscode-languageclient/node';
import { languages, type TextDocument } from 'vscode';

/** By name, because the language of a workflow or Bake file depends on other extensions. */
export const HOSTS = [
  { language: 'dockercompose' },
  { language: 'dockerbake' },
  { pattern: '**/*compose*.{yml,yaml}' },
  { pattern: '**/*bake*.{hcl,json}' },
  { pattern: '**/{devcontainer,.devcontainer}.json' },
  { pattern: '**/.github/workflows/*.{yml,yaml}' },
  { pattern: '**/action.{yml,yaml}' },
];

/** Features that other extensions provide for such a file, and those that only apply to Dockerfiles. */
const NOT_THERE = [
  CodeLensRequest.method, DeclarationRequest.method, DocumentFormattingRequest.method, DocumentOnTypeFormattingRequest.method,
  DocumentRangeFormattingRequest.method, DocumentSymbolRequest.method, FoldingRangeRequest.method, InlayHintRequest.method,
  LinkedEditingRangeRequest.method, SelectionRangeRequest.method, SemanticTokensRegistrationType.method, SignatureHelpRequest.method,
  TypeDefinitionRequest.method,
];

export function isHost(document: TextDocument): boolean {
  return languages.match(HOSTS, document) > 0;
}

/** Restricts these features of a client to other documents; called before it starts. */
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
