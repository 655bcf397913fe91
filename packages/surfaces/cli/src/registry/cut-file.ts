import { csvFields, ROW_LENGTH, type ImportFormat } from '@temkin/subscriber/domain';
import { open, type FileHandle } from 'node:fs/promises';

/** Whole rows of a file that go into one part. */
export interface CutPart {
  readonly bytes: Uint8Array;
  /** Blank ones too. */
  readonly rows: number;
  /** Where the next part begins in the file. */
  readonly next: number;
  readonly isLast: boolean;
}

/** The first row of a CSV file, and where the second begins; of NDJSON there is no such row. */
export interface FileHead {
  readonly columns: readonly string[];
  readonly next: number;
}

const CHUNK_BYTES = 1_048_576;

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Where the row that begins a text ends; undefined where more of the file is needed to tell. */
const rowEnd = (format: ImportFormat, text: string, from: number, isAll: boolean): number | undefined => {
  if (format === 'ndjson') {
    const at = text.indexOf('\n', from);
    if (at !== -1) return at + 1;
    return isAll ? text.length : undefined;
  }
  const { next, isWhole } = csvFields(text, from);
  // A carriage return at the end may have its line feed to come.
  return isAll || (isWhole && next < text.length) ? next : undefined;
};

/** Bytes of a file as Latin-1, of which each character is one byte: marks, commas and line breaks of UTF-8 are bytes by themselves. */
const readMore = async (
  handle: FileHandle,
  at: number,
): Promise<{ readonly text: string; readonly bytes: number }> => {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, at);
  return { text: buffer.toString('latin1', 0, bytesRead), bytes: bytesRead };
};

/** Characters of a row at most, each of which may be four bytes of UTF-8. */
const ROW_BYTES = 4 * ROW_LENGTH;

/** Reads rows of a file from a place on: each as where it ends. Throws, with its number, where one is longer than any may be. */
async function* rowsFrom(
  handle: FileHandle,
  format: ImportFormat,
  from: number,
): AsyncGenerator<{ readonly row: string; readonly end: number; readonly isLast: boolean }> {
  let [rest, at, isAll] = ['', from, false];
  let read = from;
  let number = 0;
  while (!isAll) {
    const more = await readMore(handle, read);
    read += more.bytes;
    isAll = more.bytes === 0;
    const text = rest + more.text;
    let begin = 0;
    while (begin < text.length) {
      const end = rowEnd(format, text, begin, isAll);
      if (end === undefined) break;
      number += 1;
      if (end - begin > ROW_BYTES)
        throw new Error(`A row is longer than ${ROW_BYTES} bytes: row ${number} from byte ${from} on.`);
      at += end - begin;
      yield { row: text.slice(begin, end), end: at, isLast: isAll && end === text.length };
      begin = end;
    }
    rest = text.slice(begin);
    if (rest.length > ROW_BYTES)
      throw new Error(`A row is longer than ${ROW_BYTES} bytes: row ${number + 1} from byte ${from} on.`);
  }
}

const begin = async (handle: FileHandle): Promise<number> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MARK.length), 0, MARK.length, 0);
  return bytesRead === MARK.length && buffer.equals(MARK) ? MARK.length : 0;
};

/** The names of the columns of a CSV file, and where its rows begin; a byte order mark is no part of any of them. */
export const readHead = async (file: string, format: ImportFormat): Promise<FileHead> => {
  const handle = await open(file);
  try {
    const from = await begin(handle);
    if (format === 'ndjson') return { columns: [], next: from };
    for await (const { row, end } of rowsFrom(handle, format, from)) {
      const { fields } = csvFields(Buffer.from(row, 'latin1').toString('utf8'), 0);
      return { columns: fields.map((name) => name.trim()), next: end };
    }
    throw new Error(`${file} is empty.`);
  } finally {
    await handle.close();
  }
};

/** Cuts a file into parts of whole rows from a place on, each of so many bytes at most, and where one row is longer, of that row. */
export async function* cutFile(
  file: string,
  {
    format,
    from,
    limitBytes,
  }: { readonly format: ImportFormat; readonly from: number; readonly limitBytes: number },
): AsyncGenerator<CutPart> {
  const handle = await open(file);
  try {
    let rows: string[] = [];
    let bytes = 0;
    let next = from;
    const cut = (isLast: boolean): CutPart => {
      const part = { bytes: Buffer.from(rows.join(''), 'latin1'), rows: rows.length, next, isLast };
      [rows, bytes] = [[], 0];
      return part;
    };
    for await (const { row, end } of rowsFrom(handle, format, from)) {
      if (rows.length > 0 && bytes + row.length > limitBytes) yield cut(false);
      rows.push(row);
      bytes += row.length;
      next = end;
    }
    if (rows.length > 0) yield cut(true);
  } finally {
    await handle.close();
  }
}
