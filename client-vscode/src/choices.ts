// Which folder was chosen as the build context of a Dockerfile: remembered for the workspace, told to each server that starts.

import type { Memento, Uri } from 'vscode';

const KEY = 'chosenContexts';

export class Choices {
  private readonly told = new Set<string>();

  /** `tell` says to the server which folder to take, and gives back whether it does. */
  constructor(
    private readonly memory: Memento,
    private readonly tell: (uri: Uri, folder: string) => Promise<boolean>,
  ) {}

  async choose(uri: Uri, folder: string): Promise<void> {
    this.told.add(uri.toString());
    const taken = await this.tell(uri, folder);
    await this.memory.update(KEY, { ...this.known(), [uri.toString()]: taken ? folder : undefined });
    if (!taken) {
      throw new Error(`${folder} is outside of the workspace`);
    }
  }

  /** Tells the server what was chosen for a document earlier; once for each start of the server. */
  async recall(uri: Uri): Promise<void> {
    const folder = this.known()[uri.toString()];
    if (folder !== undefined && !this.told.has(uri.toString())) {
      this.told.add(uri.toString());
      if (!(await this.tell(uri, folder))) {
        await this.memory.update(KEY, { ...this.known(), [uri.toString()]: undefined });
      }
    }
  }

  /** What the server no longer takes, because it is gone, is not told to the next one. */
  async dropped(uri: Uri): Promise<void> {
    if (this.known()[uri.toString()] !== undefined) {
      await this.memory.update(KEY, { ...this.known(), [uri.toString()]: undefined });
    }
  }

  /** For a server that has just started, and knows nothing yet. */
  forgotten(): void {
    this.told.clear();
  }

  private known(): Record<string, string | undefined> {
    return this.memory.get<Record<string, string | undefined>>(KEY, {});
  }
}
