/** A row of a table, by the headings of its columns; each cell as the words between backticks, or as plain text. */
export type Row = Readonly<Record<string, Cell>>;

export interface Cell {
  /** Trimmed, backticks and all. */
  readonly text: string;
  /** What stands between backticks, in order. */
  readonly words: readonly string[];
}

/** The words between backticks in a text. */
export const wordsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => String(word));

const cellsOf = (line: string): readonly string[] =>
  line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());

/** The table under a heading of a Markdown page. Throws where there is none, or where a row has lost a cell. */
export const tableUnder = (page: string, heading: string): readonly Row[] => {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  const lines = (section ?? '').split('\n').filter((line) => line.startsWith('|'));
  const [head, , ...rows] = lines.map(cellsOf);
  if (head === undefined || rows.length === 0) throw new Error(`no table under ${heading}`);
  return rows.map((cells) => {
    if (cells.length !== head.length) throw new Error(`a row under ${heading} has not ${head.length} cells`);
    return Object.fromEntries(
      head.map((name, column) => {
        const text = cells[column] ?? '';
        return [name, { text, words: wordsIn(text) }];
      }),
    );
  });
};
