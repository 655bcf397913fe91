const [QUOTE, COMMA, LINE_FEED, RETURN] = [0x22, 0x2c, 0x0a, 0x0d];

/** Characters of one row: a quotation mark that nobody closes must not swallow a file. */
export const ROW_LENGTH = 65_536;

/** A row of CSV: its fields, and where the next row begins. `isWhole` is false where the text ends in the middle of it. */
export interface CsvFields {
  readonly fields: readonly string[];
  readonly next: number;
  /** Whether every quotation mark stands where it may (RFC 4180 §2). */
  readonly isWellFormed: boolean;
  readonly isWhole: boolean;
}

/** Where a quoted field that begins at a mark ends: behind its closing mark; -1 where there is none. */
const closeOf = (text: string, from: number): number => {
  for (let at = from + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at === -1) return -1;
    if (text.charCodeAt(at + 1) !== QUOTE) return at + 1;
  }
};

/** Where an unquoted field that begins here ends: at a comma, a line break, or the end of the text. */
const endOf = (text: string, from: number): number => {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === LINE_FEED || code === RETURN) return at;
  }
  return text.length;
};

const nextRow = (text: string, at: number): number =>
  text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1;

/**
 * The row that begins here (RFC 4180): fields parted by commas, in quotation marks where they hold commas, line breaks or, doubled,
 * marks. A row ends with any line break, or with the text.
 */
export const csvFields = (text: string, from: number): CsvFields => {
  const fields: string[] = [];
  let at = from;
  let isWellFormed = true;
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      const close = closeOf(text, at);
      if (close === -1) return { fields, next: text.length, isWellFormed: false, isWhole: false };
      const end = endOf(text, close);
      if (end !== close) isWellFormed = false;
      fields.push(text.slice(at + 1, close - 1).replaceAll('""', '"'));
      at = end;
    } else {
      const end = endOf(text, at);
      const field = text.slice(at, end);
      if (field.includes('"')) isWellFormed = false;
      fields.push(field);
      at = end;
    }
    if (at >= text.length) return { fields, next: text.length, isWellFormed, isWhole: false };
    if (text.charCodeAt(at) !== COMMA)
      return { fields, next: nextRow(text, at), isWellFormed, isWhole: true };
    at += 1;
  }
};
