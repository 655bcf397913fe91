import { csvLine, EVENT_FORMATS, isFormat, type ListedEvent } from '@temkin/audit/domain';
import { utf8 } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** The cells of a file (RFC 4180 §2). */
const cellsOf = (csv: string): readonly (readonly string[])[] => {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
};

/** What spreadsheets take for the beginning of a formula (OWASP, CSV Injection). */
const BEGINNINGS = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

const event: ListedEvent = {
  eventId: '01890a5d-ac96-7000-8000-000000000001',
  time: '2026-11-23T01:00:00.000Z',
  action: 'parcel.open',
  outcome: 'allowed',
  actor: { pseudonym: 'actor', role: 'shipper' },
  resources: [],
};

describe('a file of events in CSV', () => {
  it('has the cells that were put into it, those that look like a formula behind an apostrophe', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.constantFrom(...BEGINNINGS), fc.string()).map((parts) => parts.join('')),
      fc.constantFrom('"', ',', '\r\n', '"=x"', 'a,"=1+1"'),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const [row, ...others] = cellsOf(csvLine(words));
        expect(others).toEqual([]);
        expect(row).toEqual(words.map((text) => (BEGINNINGS.includes(text.charAt(0)) ? `'${text}` : text)));
      }),
    );
  });

  it('has one cell of each also where a semicolon or a tab parts them', () => {
    expect(csvLine(['x;=HYPERLINK(A1);y', 'a\t=1+1', 'plain'])).toBe(
      '"x;=HYPERLINK(A1);y","a\t=1+1",plain\r\n',
    );
  });

  it('has a cell for each of its columns, whatever an event has', () => {
    const { header, write } = EVENT_FORMATS.csv;
    const bare = write(event, new Uint8Array());
    const full = write(
      {
        ...event,
        reason: '=cmd()',
        actor: { ...event.actor, facility: 'HN, "1"' },
        resources: [
          { type: 'parcel', pseudonym: 'p', version: 3 },
          { type: '@SUM(A1)', pseudonym: 'q' },
        ],
        flags: ['a', 'b'],
        index: 7,
      },
      new Uint8Array(),
    );
    const [names = [], first, second] = cellsOf(header + bare + full);
    const named = (row: readonly string[] = []) =>
      Object.fromEntries(names.map((name, at) => [name, row[at]]));
    expect(first).toHaveLength(names.length);
    expect(second).toHaveLength(names.length);
    expect(named(first)).toMatchObject({ eventId: event.eventId, reason: '', index: '' });
    expect(named(second)).toMatchObject({
      reason: "'=cmd()",
      facility: 'HN, "1"',
      resources: 'parcel:p@3 @SUM(A1):q',
      flags: 'a b',
      index: '7',
    });
  });
});

describe('a file of entries', () => {
  const { header, write } = EVENT_FORMATS.ocsf;

  it('has each byte for byte on a line, whatever the event says', () => {
    const entry = '{"a":"ngõ\\n\\"x\\"","b":[1]}';
    expect(header + write(event, utf8(entry))).toBe(`${entry}\n`);
    expect(write(event, utf8('\uFEFF{}'))).toBe('\uFEFF{}\n');
  });

  it('has no line that is a part of an entry, which means the same nevertheless', () => {
    const forged = '{"a":\r\n{"metadata":{"uid":"x"}}\n}';
    const line = write(event, utf8(forged));
    expect(line.split(/[\r\n]/)).toEqual([line.trimEnd(), '']);
    expect(JSON.parse(line)).toEqual(JSON.parse(forged));
  });
});

it('there are three formats, and no other', () => {
  expect(Object.keys(EVENT_FORMATS).filter(isFormat)).toEqual(['jsonl', 'csv', 'ocsf']);
  expect(['xml', 'toString', ''].filter(isFormat)).toEqual([]);
});
