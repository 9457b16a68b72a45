// Answers in time. While one is awaited, the editor keeps the list of fewer letters, and Enter takes an entry of that
// for the word that was typed. A list that is late is closed, and opened again with its answer.

/** Milliseconds; less than lies between the last letter of a word and Enter. */
const PATIENCE = 50;

export class Punctual<Answer> {
  private late: { place: string; answer: Answer } | undefined;

  /** `reopen` shows the answer for a place if it is still wanted, by asking for it again. */
  constructor(private readonly none: Answer, private readonly reopen: (place: string, answer: Answer) => void, private readonly patience = PATIENCE) {}

  /** The answer for a place; `none` if it is late and a list may be shown already. */
  async answer(place: string, isListShown: boolean, ask: () => Promise<Answer>): Promise<Answer> {
    const waits = this.late;
    this.late = undefined;
    if (waits?.place === place) {
      return waits.answer;
    }
    const asking = ask();
    if (!isListShown || await this.isInTime(asking)) {
      return await asking;
    }
    void asking.then((answer) => {
      this.late = { place, answer };
      this.reopen(place, answer);
    }, () => { /* nothing to show */ });
    return this.none;
  }

  private async isInTime(asking: Promise<Answer>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<boolean>((resolve) => { timer = setTimeout(() => { resolve(false); }, this.patience); });
    return await Promise.race([asking.then(() => true), over]).finally(() => { clearTimeout(timer); });
  }
}
