// The selected build context of each Dockerfile: stored for the workspace, and sent to each server that starts.

import type { Memento, Uri } from 'vscode';
import { Told } from './words';

const KEY = 'chosenContexts';

export class Choices {
  private readonly told = new Set<string>();

  /** `tell` sends the folder to the server, and returns whether the server accepts it. */
  constructor(
    private readonly memory: Memento,
    private readonly tell: (uri: Uri, folder: string) => Promise<boolean>,
  ) {}

  async choose(uri: Uri, folder: string): Promise<void> {
    this.told.add(uri.toString());
    const taken = await this.tell(uri, folder);
    await this.memory.update(KEY, { ...this.known(), [uri.toString()]: taken ? folder : undefined });
    if (!taken) {
      throw new Told('{0} is outside the workspace', folder);
    }
  }

  /** Sends an earlier choice for a document to the server; once per start of the server. */
  async recall(uri: Uri): Promise<void> {
    const folder = this.known()[uri.toString()];
    if (folder !== undefined && !this.told.has(uri.toString())) {
      this.told.add(uri.toString());
      if (!(await this.tell(uri, folder))) {
        await this.memory.update(KEY, { ...this.known(), [uri.toString()]: undefined });
      }
    }
  }

  /** A choice that the server rejects, because the folder is gone, is not sent to the next server. */
  async dropped(uri: Uri): Promise<void> {
    if (this.known()[uri.toString()] !== undefined) {
      await this.memory.update(KEY, { ...this.known(), [uri.toString()]: undefined });
    }
  }

  /** Called for a server that has just started, and has received nothing yet. */
  forgotten(): void {
    this.told.clear();
  }

  private known(): Record<string, string | undefined> {
    return this.memory.get<Record<string, string | undefined>>(KEY, {});
  }
}
