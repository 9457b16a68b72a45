// Limits how often a crashed server is restarted.

const MOST = 5;
const WITHIN = 3 * 60_000;

export class Restarts {
  private times: number[] = [];

  /** Whether it may be restarted, given the time in milliseconds. */
  allowed(now: number): boolean {
    this.times = [...this.times.filter((time) => now - time < WITHIN), now];
    return this.times.length <= MOST;
  }
}
