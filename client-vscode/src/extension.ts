// Connects the parts: the server, the status item, the views, the commands.

import { commands, TabInputText, TabInputTextDiff, window, workspace } from 'vscode';
import type { ExtensionContext, LogOutputChannel, TextDocument, Uri } from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import { Choices } from './choices';
import { Comparisons, SCHEME } from './comparison';
import { ask, askUntil, concerns, followOthers, has, isDockerfile, isIgnoreFile, start } from './client';
import { ContextTree, headline } from './contextView';
import { indentOnEnter } from './enter';
import { pickedFolder } from './folderPick';
import { sayThereIsNone, selectInterpreter } from './interpreter';
import { say } from './language';
import { saveOnceMoved } from './moves';
import { PlanView } from './planView';
import type { Comparison, ContextAnswer, PlanAnswer, RewriteAnswer } from './protocol';
import { sayRewritten } from './rewritten';
import { settingsFixes } from './settingsFixes';
import { askOnce, decide } from './sharing';
import { Status } from './status';
import { Told } from './words';

export function activate(context: ExtensionContext): void {
  const began = performance.now();
  const dockwright = new Dockwright(context, window.createOutputChannel('Dockwright', { log: true }));
  context.subscriptions.push({ dispose: () => void dockwright.stop() });
  dockwright.register();
  if (workspace.textDocuments.some(concerns)) {
    void dockwright.start();
  }
  dockwright.log.info(`Activated in ${Math.round(performance.now() - began)} ms`);
}

class Dockwright {
  private client: LanguageClient | undefined;
  private startup: Promise<void> | undefined;
  private readonly status = new Status();
  private readonly tree = new ContextTree();
  private readonly view = window.createTreeView('dockwright.context', { treeDataProvider: this.tree, showCollapseAll: true });
  private readonly plan: PlanView;
  private readonly comparisons = new Comparisons((uri) => this.ask<Comparison>('dockwright.compare', uri));
  private readonly choices: Choices;
  private timer: NodeJS.Timeout | undefined;
  private looks = 0;
  private last: TextDocument | undefined;

  constructor(
    private readonly context: ExtensionContext,
    readonly log: LogOutputChannel,
  ) {
    this.plan = new PlanView(
      context.extensionUri,
      async (token, uri, ...more) => askUntil<PlanAnswer | null>(await this.running(), token, 'dockwright.plan', uri, ...more),
      (why) => { log.warn(`No plan: ${String(why)}`); },
    );
    this.choices = new Choices(context.workspaceState, (uri, folder) => this.ask<boolean>('dockwright.chooseContext', uri, folder));
  }

  register(): void {
    const command = (name: string, action: () => Promise<void> | void) =>
      commands.registerCommand(`dockwright.${name}`, () => this.saying(action));
    this.context.subscriptions.push(
      this.log, this.status, this.view, this.plan, indentOnEnter(),
      workspace.registerTextDocumentContentProvider(SCHEME, this.comparisons),
      workspace.onDidOpenTextDocument((document) => { if (concerns(document)) { void this.start(); } }),
      workspace.onDidSaveTextDocument(() => { this.soon(); }),
      workspace.onDidChangeTextDocument(({ document }) => { if (concerns(document)) { this.soon(); this.plan.follow(this.nearest()); } }),
      workspace.onDidGrantWorkspaceTrust(() => void this.restart()),
      workspace.onDidChangeConfiguration((event) => {
        if (['interpreter', 'server.command', 'neighbours'].some((name) => event.affectsConfiguration(`dockwright.${name}`))) {
          void this.restart();
        }
      }),
      window.onDidChangeActiveTextEditor(() => void this.look()),
      window.onDidChangeTextEditorSelection(({ textEditor: { document } }) => { if (isDockerfile(document)) { this.soon(); this.plan.follow(this.nearest()); } }),
      followOthers(() => this.client),
      saveOnceMoved(), settingsFixes(),
      command('restart', () => this.restart()),
      command('showOutput', () => { this.log.show(); }),
      command('selectInterpreter', async () => { await selectInterpreter(); }),
      command('neighbours', decide),
      command('pickContext', () => this.pickContext()),
      command('refreshContext', () => this.look()),
      command('revealContext', () => this.reveal()),
      command('mergeRuns', () => this.rewrite('dockwright.mergeAllRuns')),
      command('applyFixes', () => this.rewrite('dockwright.fixAll')),
      command('showPlan', () => this.plan.open(this.front(), 'image')),
      command('openGraph', () => this.plan.open(this.front(), 'stages')),
      command('showEnvironment', () => this.plan.open(this.front(), 'image', 'here')),
      command('compareWithHead', () => this.comparisons.show(this.here())),
    );
  }

  start(): Promise<void> {
    this.startup ??= this.begin();
    return this.startup;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.startup;
    this.startup = undefined;
    const client = this.client;
    this.client = undefined;
    if (client?.state === State.Running) {
      await client.stop();
    }
    await client?.dispose();
  }

  private async begin(): Promise<void> {
    this.status.starting();
    let client: LanguageClient | string;
    try {
      client = await start(this.context, this.log, {
        gaveUp: () => {
          this.status.failed(say('The server stopped repeatedly. Click to start it; see the output for details.'));
        },
        // The server waits for more changes before it reads the files.
        filesChanged: () => { this.soon(1_500); },
      });
    } catch (error) {
      this.log.error(`The server did not start: ${String(error)}`);
      this.status.failed(say('The server did not start. Click to try again; see the output for details.'));
      return;
    }
    if (typeof client === 'string') {
      this.log.error(client);
      this.status.failed(client);
      void sayThereIsNone(client);
      return;
    }
    this.client = client;
    this.choices.forgotten();
    this.plan.forget();
    this.status.running();
    this.client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) {
        this.choices.forgotten();
        this.plan.forget();
        this.status.running();
        this.soon();
      } else if (newState === State.Starting) {
        this.status.starting();
      }
    });
    void askOnce(this.context);
    this.soon();
  }

  /** Updates the views for the active Dockerfile; results of an outdated request are dropped. */
  private async look(): Promise<void> {
    this.looks += 1;
    const own = this.looks;
    const document = this.nearest() ?? this.ignoreFile();
    await commands.executeCommand('setContext', 'dockwright.hasDockerfile', document !== undefined);
    this.status.visible(document !== undefined);
    if (document === undefined || this.client?.state !== State.Running || !has(this.client, 'dockwright.showContext')) {
      this.show(undefined, '');
      return;
    }
    try {
      if (isDockerfile(document)) {
        await this.choices.recall(document.uri);
      }
      const answer = await this.ask<ContextAnswer | null>('dockwright.showContext', document.uri);
      if (answer?.byChoice === false && isDockerfile(document)) {
        await this.choices.dropped(document.uri);
      }
      if (own === this.looks) {
        this.show(answer ?? undefined, answer ? '' : say('This Dockerfile has no build context on this machine.'));
      }
    } catch (error) {
      this.log.warn(`No build context for ${document.uri.toString()}: ${String(error)}`);
    }
    if (isDockerfile(document)) {
      this.plan.follow(document);
    }
  }

  /** The view's tree, its headline and the status item, which all show the same answer. */
  private show(answer: ContextAnswer | undefined, message: string): void {
    this.tree.show(answer);
    this.view.description = answer ? headline(answer) : '';
    this.view.message = answer?.children.length === 0 ? say('The build context is empty.') : message;
    if (answer) {
      this.status.context(answer);
    } else if (this.client?.state === State.Running) {
      this.status.running();
    }
  }

  private soon(after = 400): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), after);
  }

  private async pickContext(): Promise<void> {
    const uri = this.here();
    const context = await pickedFolder(await this.ask<ContextAnswer | null>('dockwright.showContext', uri));
    if (context !== undefined) {
      await this.choices.choose(uri, context);
      await this.look();
    }
  }

  private async rewrite(name: string): Promise<void> {
    const uri = this.here();
    sayRewritten(name, uri, await this.ask<RewriteAnswer>(name, uri));
  }

  private async ask<Answer>(name: string, uri: Uri, ...more: unknown[]): Promise<Answer> {
    return ask<Answer>(await this.running(), name, uri, ...more);
  }

  private async running(): Promise<LanguageClient> {
    if (this.client === undefined) {
      await this.start();
    }
    if (this.client === undefined) {
      throw new Told('the server is not running; see the output');
    }
    return this.client;
  }

  private here(): Uri {
    return this.front().uri;
  }

  private front(): TextDocument {
    const document = this.nearest();
    if (document === undefined) {
      throw new Told('open a Dockerfile first');
    }
    return document;
  }

  /** The active Dockerfile. If its ignore file or a panel is active, the previous one, while it is open. */
  private nearest(): TextDocument | undefined {
    const front = window.activeTextEditor?.document;
    if (front !== undefined && isDockerfile(front)) {
      this.last = front;
      return front;
    }
    if (front !== undefined && isInTab(front) && !isIgnoreFile(front)) {
      return undefined;
    }
    if (this.last !== undefined && !isInTab(this.last)) {
      this.last = undefined;
    }
    return this.last ?? window.visibleTextEditors.map((editor) => editor.document).find(isDockerfile);
  }

  /** The active ignore file: without an open Dockerfile, its own context is shown. */
  private ignoreFile(): TextDocument | undefined {
    const front = window.activeTextEditor?.document;
    return front !== undefined && isIgnoreFile(front) ? front : undefined;
  }

  private async reveal(): Promise<void> {
    if (this.nearest() === undefined && this.ignoreFile() === undefined) {
      throw new Told('open a Dockerfile or its .dockerignore first');
    }
    await commands.executeCommand('setContext', 'dockwright.hasDockerfile', true);
    await commands.executeCommand('dockwright.context.focus');
  }

  private async saying(action: () => Promise<void> | void): Promise<void> {
    try {
      await action();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.error(reason);
      void window.showWarningMessage(`Dockwright: ${error instanceof Told ? say(error.english, ...error.values) : reason}`);
    }
  }
}

/** Whether a document is in an editor, and not in a panel. */
function isInTab(document: TextDocument): boolean {
  return !document.isClosed && window.tabGroups.all.some((group) => group.tabs.some(({ input }) =>
    input instanceof TabInputText ? same(input.uri, document.uri) : input instanceof TabInputTextDiff && (same(input.modified, document.uri) || same(input.original, document.uri))));
}

function same(one: Uri, other: Uri): boolean {
  return one.toString() === other.toString();
}
