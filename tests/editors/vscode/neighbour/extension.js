// Says of each ADD what hadolint says of it: the whole line, under the code DL3020.

const { Diagnostic, DiagnosticSeverity, languages, workspace } = require('vscode');

exports.activate = () => {
  const found = languages.createDiagnosticCollection('hadolint');
  const look = (document) => {
    if (document.languageId !== 'dockerfile') return;
    const lines = Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line)).filter((line) => line.text.startsWith('ADD'));
    found.set(document.uri, lines.map((line) => {
      const diagnostic = new Diagnostic(line.range, 'Use COPY, says the neighbour.', DiagnosticSeverity.Warning);
      diagnostic.code = 'DL3020';
      diagnostic.source = 'hadolint';
      return diagnostic;
    }));
  };
  workspace.textDocuments.forEach(look);
  workspace.onDidOpenTextDocument(look);
  workspace.onDidChangeTextDocument(({ document }) => look(document));
};
