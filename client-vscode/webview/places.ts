// Lines that a text names.

export type Part = string | { text: string; line: number };

/** A text in pieces, those that name a line apart. */
export function parts(text: string): Part[] {
  return text.split(/(\bline [1-9]\d*\b)/i).filter((piece) => piece !== '').map((piece) => {
    const line = /^line (\d+)$/i.exec(piece)?.[1];
    return line === undefined ? piece : { text: piece, line: Number(line) };
  });
}
