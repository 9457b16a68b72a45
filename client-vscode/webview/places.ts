// Line numbers and code in backquotes within a text.

export type Part = string | { text: string; line: number } | { code: string };

/** Splits a text into plain parts, line references and code in backquotes. */
export function parts(text: string): Part[] {
  return text.split(/(\bline [1-9]\d*\b|[1-9]\d*번 줄|`[^`]+`)/i).filter((piece) => piece !== '').map((piece) => {
    const found = /^line (\d+)$|^(\d+)번 줄$/i.exec(piece);
    const line = found?.[1] ?? found?.[2];
    if (line !== undefined) {
      return { text: piece, line: Number(line) };
    }
    return piece.length > 2 && piece.startsWith('`') ? { code: piece.slice(1, -1) } : piece;
  });
}
