// Answers at HAND_PORT: {path, text, start, end} opens a file and sets its text and selection; {run, with} runs a command; {} tells what stands there.

const http = require('node:http');
const { Position, Range, Selection, Uri, commands, languages, window, workspace } = require('vscode');

exports.activate = (context) => {
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      answer(JSON.parse(body || '{}')).then((value) => response.end(JSON.stringify(value)), (error) => response.end(JSON.stringify({ error: String(error) })));
    });
  }).listen(Number(process.env.HAND_PORT), '127.0.0.1');
  context.subscriptions.push({ dispose: () => server.close() });
};

async function answer({ path, text, start, end, run, argument }) {
  if (run !== undefined) {
    await commands.executeCommand(run, argument);
    return {};
  }
  if (path !== undefined) {
    const editor = await window.showTextDocument(await workspace.openTextDocument(Uri.file(path)), { preview: true });
    const { document } = editor;
    if (document.getText() !== text) await editor.edit((edit) => { edit.replace(new Range(new Position(0, 0), document.lineAt(document.lineCount - 1).range.end), text); }, { undoStopBefore: true, undoStopAfter: true });
    const selected = new Selection(new Position(...start), new Position(...end));
    if (!editor.selection.isEqual(selected)) {
      const done = new Promise((resolve) => {
        const watch = window.onDidChangeTextEditorSelection(({ selections: [now] }) => { if (now.isEqual(selected)) { watch.dispose(); resolve(); } });
      });
      editor.selection = selected;
      await done;
    }
  }
  const document = window.activeTextEditor?.document;
  return { text: document?.getText(), codes: document && languages.getDiagnostics(document.uri).map(({ code }) => code?.value ?? code) };
}
