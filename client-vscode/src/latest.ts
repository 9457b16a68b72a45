// Asking about what changes faster than it is answered: after a pause, and for the newest state alone.

export interface Token {
  cancelled: boolean;
}

/**
 * Runs `work` once nothing has happened for a while. A run that is under way is cancelled by what happens meanwhile.
 * The pause is at least twice as long as an answer took, so that most of the time is left for other requests.
 */
export class Latest {
  private timer: NodeJS.Timeout | undefined;
  private running: { token: Token; cancel: () => void } | undefined;
  private pause: number;

  constructor(private readonly work: (token: Token, onCancel: (cancel: () => void) => void) => Promise<void>, private readonly least = 100, private readonly most = 2_000) {
    this.pause = least;
  }

  /** Something has changed. */
  soon(): void {
    this.stop();
    this.timer = setTimeout(() => void this.run(), this.pause);
  }

  /** Runs without a pause. */
  async now(): Promise<void> {
    this.stop();
    await this.run();
  }

  /** Forgets what waits, and cancels what runs. */
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
