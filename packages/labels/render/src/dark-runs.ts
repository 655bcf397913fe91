/** A horizontal run of dark squares. */
export interface DarkRun {
  readonly row: number;
  readonly from: number;
  readonly width: number;
}

/** Every run of a picture of squares, row by row; `isDark` answers no outside of it. */
export const darkRuns = (
  { rows, columns }: { readonly rows: number; readonly columns: number },
  isDark: (row: number, column: number) => boolean,
): readonly DarkRun[] => {
  const runs: DarkRun[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (!isDark(row, column)) continue;
      const from = column;
      while (column < columns && isDark(row, column)) column += 1;
      runs.push({ row, from, width: column - from });
    }
  }
  return runs;
};
