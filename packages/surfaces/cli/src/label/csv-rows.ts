/** Characters of one row, at most: a quotation mark that nobody closes must not swallow the file. */
const LONGEST_ROW = 65_536;

/** A row and its number, as a spreadsheet counts: the first is 1. */
export interface CsvRow {
  readonly number: number;
  readonly fields: readonly string[];
}

/**
 * The rows of a CSV file (RFC 4180) as its text comes in: fields parted by commas, in quotation marks where they hold
 * commas, line breaks or (doubled) quotation marks. Takes any line break and a byte order mark; leaves out blank lines.
 * Throws, with the number of the row and nothing of what it holds, where a row is too long or a field is never closed.
 */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  let number = 1;
  let fields: string[] = [];
  let field = '';
  let length = 0;
  let state: 'plain' | 'quoted' | 'closed' = 'plain';
  let before = '';
  const endRow = (): CsvRow | undefined => {
    const row = { number, fields: [...fields, field] };
    number += 1;
    fields = [];
    field = '';
    length = 0;
    state = 'plain';
    return row.fields.length === 1 && row.fields[0] === '' ? undefined : row;
  };

  for await (const chunk of text) {
    for (const character of chunk) {
      const isSecondHalf = character === '\n' && before === '\r' && state !== 'quoted';
      const isMark = character === '\uFEFF' && before === '';
      before = character;
      if (isSecondHalf || isMark) continue;
      length += 1;
      if (length > LONGEST_ROW) throw new Error(`row ${number} is longer than ${LONGEST_ROW} characters`);
      if (state === 'quoted') {
        if (character === '"') state = 'closed';
        else field += character;
      } else if (character === '"' && (state === 'closed' || field === '')) {
        // A second mark behind a closing one is a mark of the text.
        if (state === 'closed') field += character;
        state = 'quoted';
      } else if (character === ',') {
        fields.push(field);
        field = '';
        state = 'plain';
      } else if (character === '\n' || character === '\r') {
        const row = endRow();
        if (row !== undefined) yield row;
      } else field += character;
    }
  }
  if (state === 'quoted') throw new Error(`row ${number} has a quotation mark that is never closed`);
  const last = endRow();
  if (last !== undefined) yield last;
}
