// What Docker DX's server says of Compose and Bake files, as its change log tells: stages for `target`, links to Dockerfiles,
// the definition of a stage that a Bake file names, and an error for a stage that is not there.

const { CompletionItem, CompletionItemKind, Diagnostic, DiagnosticSeverity, DocumentLink, Location, Position, Range, Uri, languages, workspace } = require('vscode');

const FILES = [{ language: 'dockercompose' }, { language: 'dockerbake' }, { pattern: '**/compose.yaml' }];
const STAGES = ['build', 'final'];

exports.activate = () => {
  const beside = (document, name) => Uri.joinPath(document.uri, '..', name);
  languages.registerCompletionItemProvider(FILES, {
    provideCompletionItems: (document, position) => (/target/.test(document.lineAt(position).text) ? STAGES.map((name) => new CompletionItem(name, CompletionItemKind.Field)) : []),
  });
  languages.registerDocumentLinkProvider(FILES, {
    provideDocumentLinks: (document) => {
      const at = document.getText().indexOf('Dockerfile');
      return at < 0 ? [] : [new DocumentLink(new Range(document.positionAt(at), document.positionAt(at + 10)), beside(document, 'Dockerfile'))];
    },
  });
  languages.registerDefinitionProvider(FILES, {
    provideDefinition: (document, position) => {
      const word = document.getText(document.getWordRangeAtPosition(position));
      return STAGES.includes(word) ? new Location(beside(document, 'Dockerfile'), new Position(STAGES.indexOf(word), 0)) : undefined;
    },
  });
  const found = languages.createDiagnosticCollection('docker-language-server');
  const look = (document) => {
    const match = /target(?:: | = ")(\w+)/.exec(document.getText());
    if (languages.match(FILES, document) === 0 || match === null) return;
    const end = document.positionAt(match.index + match[0].length);
    const wrong = new Diagnostic(new Range(end.translate(0, -match[1].length), end), 'target could not be found in your Dockerfile', DiagnosticSeverity.Error);
    found.set(document.uri, STAGES.includes(match[1]) ? [] : [wrong]);
  };
  workspace.textDocuments.forEach(look);
  workspace.onDidOpenTextDocument(look);
  workspace.onDidChangeTextDocument(({ document }) => look(document));
};
