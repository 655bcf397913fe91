import { CSV_HEADER, csvRow } from './event-csv.ts';
import type { ListedEvent } from './listed-event.ts';

/** How events are written for others to read. */
interface EventFormat {
  /** What a file begins with. */
  readonly header: string;
  /** One event, whose entry has these bytes. */
  readonly write: (event: ListedEvent, entry: Uint8Array) => string;
}

/** An event as a line of JSON Lines, in the words of the API. */
const jsonLine = (event: ListedEvent): string => `${JSON.stringify(event)}\n`;

/**
 * An entry byte for byte, as a line. A break can only stand between the tokens of one that is not canonical, as no recorder
 * writes it, and means what a space means (RFC 8259 §2): what is on a line of its own is an entry, and no part of one.
 */
const ocsfLine = (entry: Uint8Array): string =>
  `${new TextDecoder('utf-8', { ignoreBOM: true }).decode(entry).replaceAll(/[\r\n]/g, ' ')}\n`;

const FORMATS = {
  jsonl: { header: '', write: jsonLine },
  csv: { header: CSV_HEADER, write: csvRow },
  ocsf: { header: '', write: (_, entry) => ocsfLine(entry) },
} as const satisfies Readonly<Record<string, EventFormat>>;

export type FormatName = keyof typeof FORMATS;

/** The formats by their names: the words of the API, a table for spreadsheets, and entries as they are. */
export const EVENT_FORMATS: Readonly<Record<FormatName, EventFormat>> = FORMATS;

/** Whether there is a format of this name. */
export const isFormat = (name: string): name is FormatName => Object.hasOwn(FORMATS, name);
