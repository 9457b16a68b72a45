// Requests about state that changes faster than it is answered: after a pause, and only for the newest state.

export interface Token {
  cancelled: boolean;
}

/**
 * Runs `work` after a pause without changes. A change cancels a run in progress.
 * The pause is at least twice the time of an answer, so that most of the time is left for other requests.
 */
export class Latest {
  private timer: NodeJS.Timeout | undefined;
  private running: { token: Token; cancel: () => void } | undefined;
  private pause: number;

  constructor(private readonly work: (token: Token, onCancel: (cancel: () => void) => void) => Promise<void>, private readonly least = 100, private readonly most = 2_000) {
    this.pause = least;
  }

  /** The state has changed. */
  soon(): void {
    this.stop();
    this.timer = setTimeout(() => void this.run(), this.pause);
  }

  /** Runs without a pause. */
  async now(): Promise<void> {
    this.stop();
    await this.run();
  }

  /** Cancels waiting and running work. */
  stop(): void {
    clearTimeout(this.timer);
    if (this.running !== undefined) {
      this.running.token.cancelled = true;
      this.running.cancel();
      this.running = undefined;
    }
  }

  private async run(): Promise<void> {
    const own = { token: { cancelled: false }, cancel: () => { /* nothing to cancel yet */ } };
    this.running = own;
    const began = performance.now();
    try {
      await this.work(own.token, (cancel) => (own.cancel = cancel));
      if (!own.token.cancelled) {
        this.pause = Math.min(this.most, Math.max(this.least, 2 * (performance.now() - began)));
      }
    } finally {
      if (this.running === own) {
        this.running = undefined;
      }
    }
  }
}
