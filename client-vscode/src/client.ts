// The server process: starting, stopping and sending requests.

import { join } from 'node:path';
import { Uri, workspace } from 'vscode';
import type { CancellationToken, Disposable, ExtensionContext, LocationLink, LogOutputChannel, TextDocument } from 'vscode';
import { CloseAction, DocumentDiagnosticRequest, ErrorAction, ExecuteCommandRequest, LanguageClient, vsdiag, type Executable, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import { HOSTS, isHost, keepOff } from './hosts';
import { interpreter } from './interpreter';
import { remembered } from './moves';
import { Restarts } from './restarts';
import { OPEN_PAGE, openPage } from './pages';
import type { PageAnswer } from './protocol';
import { definitions, isAskedForDefinitions, isAskedForLinks, links } from './repeats';
import { isShared, onDidChangeOthers, withoutRepeats } from './sharing';
import { suggestions } from './suggestions';

const DOCUMENTS = [
  { language: 'dockerfile' },
  { language: 'containerfile' },
  { language: 'dockerignore' },
  // The language that other extensions give to these files.
  { language: 'ignore', pattern: '**/*.{dockerignore,containerignore}' },
];

/** Whether the server handles a document: not a .gitignore, whose language may be the same. */
export function concerns(document: TextDocument): boolean {
  return isDockerfile(document) || isIgnoreFile(document) || isHost(document);
}

export function isDockerfile({ languageId }: TextDocument): boolean {
  return ['dockerfile', 'containerfile'].includes(languageId);
}

export function isIgnoreFile({ languageId, uri }: TextDocument): boolean {
  return languageId === 'dockerignore' || (languageId === 'ignore' && /\.(docker|container)ignore$/i.test(uri.path));
}

export interface Hears {
  gaveUp: () => void;
  filesChanged: () => void;
}

/** Starts the server; returns a message if there is no Python to run it. */
export async function start(context: ExtensionContext, log: LogOutputChannel, hears: Hears): Promise<LanguageClient | string> {
  const server = await command(context, log);
  if (typeof server === 'string') {
    return server;
  }
  log.info(`Starting ${[server.command, ...(server.args ?? [])].join(' ')}`);
  const began = performance.now();
  const client = new LanguageClient('dockwright', 'Dockwright', server satisfies ServerOptions, options(log, hears));
  keepOff(client, DOCUMENTS);
  await client.start();
  log.info(`The server answered after ${Math.round(performance.now() - began)} ms`);
  return client;
}

/** Whether the server announced a command. */
export function has(client: LanguageClient, name: string): boolean {
  return client.initializeResult?.capabilities.executeCommandProvider?.commands.includes(name) ?? false;
}

/** Checks a document again whenever another extension changes its problems. */
export function followOthers(client: () => LanguageClient | undefined): Disposable {
  return onDidChangeOthers((uri) => {
    const document = workspace.textDocuments.find((other) => other.uri.toString() === uri.toString());
    if (document !== undefined && concerns(document)) {
      client()?.getFeature(DocumentDiagnosticRequest.method)?.getProvider(document)?.onDidChangeDiagnosticsEmitter.fire();
    }
  });
}

/** Runs a command of the server on a document. */
export function ask<Answer>(client: LanguageClient, name: string, uri: Uri, ...more: unknown[]): Promise<Answer> {
  const document = client.code2ProtocolConverter.asUri(uri);
  return client.sendRequest(ExecuteCommandRequest.type, { command: name, arguments: [document, ...more] }) as Promise<Answer>;
}

/** Runs a command on a document, until the request is obsolete. */
export function askUntil<Answer>(client: LanguageClient, token: CancellationToken, name: string, uri: Uri, ...more: unknown[]): Promise<Answer> {
  const document = client.code2ProtocolConverter.asUri(uri);
  return client.sendRequest(ExecuteCommandRequest.type, { command: name, arguments: [document, ...more] }, token) as Promise<Answer>;
}

async function command(context: ExtensionContext, log: LogOutputChannel): Promise<Executable | string> {
  const settings = workspace.getConfiguration('dockwright');
  const [own, ...rest] = settings.get<string[]>('server.command', []);
  const variables = { ...process.env, PYTHONUTF8: '1', PYTHONUNBUFFERED: '1' };
  if (own !== undefined) {
    return { command: own, args: rest, options: { env: variables } };
  }
  const bundled = join(context.extensionPath, 'bundled');
  const python = await interpreter(log, bundled);
  if (typeof python === 'string') {
    return python;
  }
  log.info(`Python ${python.version.join('.')} from ${python.origin}`);
  const [program = '', ...first] = python.command;
  // -I: neither the workspace's folder nor PYTHONPATH affects what the server imports.
  return { command: program, args: [...first, '-I', join(bundled, 'run.py'), 'lsp', '--stdio'], options: { env: variables } };
}

function options(log: LogOutputChannel, hears: Hears): LanguageClientOptions {
  const restarts = new Restarts();
  return {
    errorHandler: {
      // A broken pipe is followed by the end of the server, which is handled there.
      error: (error) => {
        log.warn(`Cannot communicate with the server: ${error.message}`);
        return { action: ErrorAction.Continue, handled: true };
      },
      closed: () => {
        if (restarts.allowed(Date.now())) {
          log.warn('The server stopped unexpectedly; restarting it.');
          return { action: CloseAction.Restart, handled: true };
        }
        log.error('The server stopped repeatedly and is no longer restarted.');
        hears.gaveUp();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    documentSelector: [...DOCUMENTS, ...HOSTS],
    outputChannel: log,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the server pulls, but has to be told when
    synchronize: { configurationSection: 'dockwright' },
    initializationOptions: workspace.getConfiguration('dockwright'),
    markdown: { isTrusted: false, supportHtml: false },
    middleware: {
      workspace: {
        didChangeWatchedFile: async (event, next) => {
          await next(event);
          hears.filesChanged();
        },
        willRenameFiles: (event, next) => remembered(event, next(event)),
      },
      executeCommand: async (name, args, next) => {
        const code: unknown = args[0];
        if (name === OPEN_PAGE && typeof code === 'string') {
          return openPage(code, await next('dockwright.page', [code]) as PageAnswer | null);
        }
        return await next(name, args) as unknown;
      },
      handleDiagnostics: (uri, diagnostics, next) => {
        next(uri, withoutRepeats(uri, diagnostics));
      },
      provideDiagnostics: async (document, previous, token, next) => {
        // "Unchanged" would keep problems that another extension has reported since.
        const report = await next(document, isShared() ? undefined : previous, token);
        if (report?.kind === vsdiag.DocumentDiagnosticReportKind.full) {
          report.items = withoutRepeats(document instanceof Uri ? document : document.uri, report.items);
        }
        return report;
      },
      provideCompletionItem: suggestions(),
      provideDefinition: async (document, position, token, next) => {
        const answer = isAskedForDefinitions(document, position) ? [] : await next(document, position, token) ?? [];
        return await definitions(Array.isArray(answer) ? answer : [answer], document, position) as LocationLink[];
      },
      provideDocumentLinks: async (document, token, next) => {
        const answer = isAskedForLinks(document) ? [] : await next(document, token) ?? [];
        return await links(answer, document);
      },
    },
  };
}
