import type { SubscriberRecord } from '../record/subscriber-record.ts';
import { columnReader } from './columns.ts';
import { csvFields, ROW_LENGTH } from './csv-text.ts';
import { readShape } from './read-shape.ts';
import { ROW_SHAPE } from './record-shape.ts';

/** How a file of records is written. */
export const IMPORT_FORMATS = ['csv', 'ndjson'] as const;

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** A file's format, and of a CSV file its columns in order: its first row is no part of what is uploaded. */
export type FileForm =
  { readonly format: 'csv'; readonly columns: readonly string[] } | { readonly format: 'ndjson' };

/** The number of the first row: rows are counted as a spreadsheet does, where the names of the columns are row 1. */
export const FIRST_ROW: Readonly<Record<ImportFormat, number>> = { csv: 2, ndjson: 1 };

/** A record of a file, and when its holder was verified, where the file says so. */
export interface ImportRow {
  readonly record: SubscriberRecord;
  readonly verifiedAt?: number;
}

/** What a row was read as: where it has a record, it may lack what could not be read, by pointers. */
export interface ReadRow {
  /** Absent where nothing of a record could be read, or too little. */
  readonly row?: ImportRow;
  /** Where a value is none that its field can have. */
  readonly misfits: readonly string[];
  /** Where the row is not even a row. */
  readonly broken?: 'malformed-row' | 'row-too-long' | 'not-utf-8';
}

/** A row as text; undefined of one that is blank, which counts and means nothing. */
export type RowText =
  | { readonly text: string }
  | { readonly fields: readonly string[] }
  | { readonly broken: NonNullable<ReadRow['broken']> };

/** What a decoder of UTF-8 puts where it finds none. */
const NOT_UTF_8 = '\uFFFD';

const ndjsonRows = function* (text: string): Generator<RowText | undefined> {
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    const line = text.slice(at, text.charAt(end - 1) === '\r' && end > at ? end - 1 : end);
    at = end + 1;
    if (line.trim() === '') yield undefined;
    else if (line.length > ROW_LENGTH) yield { broken: 'row-too-long' };
    else yield line.includes(NOT_UTF_8) ? { broken: 'not-utf-8' } : { text: line };
  }
};

const csvRows = function* (text: string, columns: number): Generator<RowText | undefined> {
  for (let at = 0; at < text.length;) {
    const { fields, next, isWellFormed } = csvFields(text, at);
    const length = next - at;
    at = next;
    if (length > ROW_LENGTH) yield { broken: 'row-too-long' };
    else if (fields.length === 1 && fields[0] === '') yield undefined;
    else if (!isWellFormed || fields.length !== columns) yield { broken: 'malformed-row' };
    else yield fields.some((field) => field.includes(NOT_UTF_8)) ? { broken: 'not-utf-8' } : { fields };
  }
};

/** The rows of a text that begins and ends with whole ones, one after the other. */
export const rowTexts = (text: string, form: FileForm): Generator<RowText | undefined> =>
  form.format === 'csv' ? csvRows(text, form.columns.length) : ndjsonRows(text);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads rows of a file. What does not fit is left out and named: whether that keeps a row out is judged elsewhere. */
export const rowReader = (form: FileForm): ((text: RowText) => ReadRow) => {
  const fromFields = columnReader(form.format === 'csv' ? form.columns : []);
  return (text) => {
    if ('broken' in text) return { misfits: [], broken: text.broken };
    const sent = 'fields' in text ? fromFields(text.fields) : jsonOf(text.text);
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
      return { misfits: [], broken: 'malformed-row' };
    const { value, misfits } = readShape(ROW_SHAPE, sent, '');
    if (value === undefined) return { misfits };
    const { holder, subscription, verifiedAt } = value as SubscriberRecord & { readonly verifiedAt?: number };
    return {
      row: { record: { holder, subscription }, ...(verifiedAt !== undefined && { verifiedAt }) },
      misfits,
    };
  };
};
