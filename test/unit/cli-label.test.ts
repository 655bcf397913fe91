import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CURRENT_PAYLOAD_VERSION } from '@temkin/parcel/domain';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LABEL_KINDS } from '../../packages/capabilities/parcel/src/domain/label/label-kinds.ts';
import { tokenText } from '../../packages/capabilities/parcel/src/domain/label/label-token.ts';
import { csvRows } from '../../packages/surfaces/cli/src/label/csv-rows.ts';
import { temkin } from '../support/command-line.ts';
import { numbers, tokenOf as unreadableToken } from '../support/example-label.ts';
import { photograph, readLabel, readPng } from '../support/label-readers.ts';
import { readPdf } from '../support/pdf-reader.ts';
import { printZpl } from '../support/zpl-printer.ts';

let directory = '';
const at = (name: string): string => join(directory, name);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'temkin-label-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const HEADER = 'waybillNumber,token,name,phone,street,commune,province,sortCode,codAmountVnd';
/** A token of no parcel: well formed, which is all that a row is held to. */
const tokenOf = (seed = 0): string => {
  const next = numbers(seed);
  const [, ...rest] = Uint8Array.from({ length: 78 }, () => Math.floor(next() * 256));
  return tokenText(Uint8Array.of(CURRENT_PAYLOAD_VERSION * 16 + LABEL_KINDS.sealed.code, ...rest));
};

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const row = (
  waybillNumber: string,
  { token = tokenOf(), sortCode = '10-VM-07', cod = '1250000' } = {},
): string =>
  [
    waybillNumber,
    quoted(token),
    'Nguyễn Văn An',
    '0912345678',
    quoted('12/3, đường Láng'),
    'Phường Láng',
    'Thành phố Hà Nội',
    sortCode,
    cod,
  ].join(',');

const run = (rows: readonly string[], out: string, ...options: readonly string[]) => {
  writeFileSync(at('parcels.csv'), `\uFEFF${[HEADER, ...rows].join('\r\n')}\r\n`);
  return temkin(['label', '--in', at('parcels.csv'), '--out', at(out), ...options, '--json']);
};

const rejects = (): string => readFileSync(at('parcels.csv.rejects.csv'), 'utf8');

describe('temkin label', () => {
  it('writes a page for each row, or sheets of six', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => row(`EK00000000${i}VN`, { token: tokenOf(i) }));
    const { exitCode, output } = await run(rows, 'labels.pdf', '--profile', 'street', '--print-cod');
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ labels: 7, rejected: 0 });
    const pages = readPdf(readFileSync(at('labels.pdf')));
    expect(pages).toHaveLength(7);
    expect(pages[0]?.texts).toEqual(
      expect.arrayContaining(['đường Láng', 'Thu hộ · COD 1.250.000 ₫', 'N*** A***', 'EK000000000VN']),
    );
    await run(rows, 'sheets.pdf', '--paper', 'a4');
    expect(readPdf(readFileSync(at('sheets.pdf')))).toHaveLength(2);
    expect(rejects()).toBe('row,code,reason\n');
  });

  it('writes ZPL for the printer named, and pictures into a directory', async () => {
    const token = tokenOf(5);
    await run([row('EK000000001VN', { token }), row('EK000000002VN')], 'labels.zpl', '--dpi', '300');
    const [first = '', second, rest] = readFileSync(at('labels.zpl'), 'utf8').split('\n');
    expect([second?.startsWith('^XA'), rest]).toEqual([true, '']);
    const printed = printZpl(first);
    expect(printed.width).toBe(1_181);
    expect(await readLabel(photograph(printed))).toMatchObject({ zxing: token, code128: 'EK000000001VN' });

    await run([row('EK000000001VN', { token }), row('EK000000002VN')], 'pictures', '--format', 'png');
    expect(readdirSync(at('pictures')).toSorted()).toEqual(['EK000000001VN.png', 'EK000000002VN.png']);
    const picture = readPng(readFileSync(at('pictures/EK000000001VN.png')));
    expect(await readLabel(photograph(picture))).toMatchObject({ jsqr: token });
    await run([row('EK000000001VN')], 'drawings');
    expect(readdirSync(at('drawings'))).toEqual(['EK000000001VN.svg']);
  });

  it('tells rows that are no label by number, code and reason, and nothing of what they hold', async () => {
    const rows = [
      row('EK000000001VN'),
      row('Lan 0912345678'),
      row('EK000000003VN', { token: 'TK1:0912345678 lan' }),
      row('EK000000004VN', { token: unreadableToken(971) }),
      row('EK000000001VN'),
      row('EK000000006VN', { sortCode: 'Láng' }),
      row('EK000000007VN', { cod: '-5' }),
      'EK000000008VN,Lan',
      row('EK000000009VN').replace('Phường Láng', ' '),
      row('../../0912345678'),
      row('EK000000011VN', { sortCode: '', cod: '' }),
      row('EK000000012VN', { token: tokenOf().slice(0, -10) }),
      row('EK000000013VN', { token: unreadableToken(20) }),
      row('EK000000014VN').replace('Nguyễn', 'Nguy\uFFFDn'),
      row('EK000000015VN').replace('Láng', 'Láng '.repeat(50)),
    ];
    const { output } = await run(rows, 'out');
    expect(JSON.parse(output)).toMatchObject({ labels: 2, rejected: 13 });
    const lines = rejects().trimEnd().split('\n').slice(1);
    expect(lines.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      '3 LABEL.WAYBILL_INVALID',
      '4 PARCEL.TOKEN_MALFORMED',
      '5 PARCEL.TOO_LARGE',
      '6 LABEL.WAYBILL_REPEATED',
      '7 LABEL.SORT_CODE_INVALID',
      '8 LABEL.AMOUNT_INVALID',
      '9 LABEL.ROW_MALFORMED',
      '10 LABEL.PLACE_MISSING',
      '11 LABEL.WAYBILL_INVALID',
      '13 PARCEL.TOKEN_MALFORMED',
      '14 PARCEL.TOKEN_MALFORMED',
      '15 LABEL.ROW_MALFORMED',
      '16 LABEL.TEXT_TOO_LONG',
    ]);
    expect(rejects() + output).not.toMatch(/0912345678|Lan|Láng|Nguyễn/);
    expect(readdirSync(at('out'))).toEqual(['EK000000001VN.svg', 'EK000000011VN.svg']);
    expect(readFileSync(at('out/EK000000001VN.svg'), 'utf8')).not.toMatch(/Nguyễn|091234|đường|1\.250/);
  });

  it('leaves no file behind that is not whole', async () => {
    const { exitCode, complaint } = await run(
      [row('EK000000001VN'), 'EK000000002VN,"never closed'],
      'labels.pdf',
    );
    expect([exitCode, complaint]).toEqual([1, 'row 3 has a quotation mark that is never closed\n']);
    expect(readdirSync(directory)).toEqual(['parcels.csv']);
  });

  it('says which column is missing, and that an empty file has none', async () => {
    writeFileSync(at('parcels.csv'), 'waybillNumber,token,token\n');
    const label = (): Promise<{ complaint: string }> =>
      temkin(['label', '--in', at('parcels.csv'), '--out', at('labels.pdf')]);
    expect((await label()).complaint).toBe('the first row lacks commune, province\n');
    writeFileSync(at('parcels.csv'), 'waybillNumber,token,token,commune,province\n');
    expect((await label()).complaint).toBe('the first row has token twice\n');
    writeFileSync(at('parcels.csv'), '');
    expect((await label()).complaint).toBe('the file is empty\n');
  });

  it.each([
    [['--out', 'x.pdf']],
    [['--in', 'x.csv']],
    [['--in', 'x.csv', '--out', 'x.pdf', '--format', 'zpl']],
    [['--in', 'x.csv', '--out', 'x.png']],
    [['--in', 'x.csv', '--out', 'x', '--dpi', '72']],
    [['--in', 'x.csv', '--out', 'x', '--profile', 'open']],
    [['--in', 'x.csv', '--out', 'x.pdf', '--paper', 'a5']],
  ])('is answered with exit code 2 where it makes no sense: %j', async (args) => {
    const { exitCode, complaint } = await temkin(['label', ...args]);
    expect(exitCode).toBe(2);
    expect(complaint).toContain('--');
  });
});

const endless = async function* (): AsyncGenerator<string> {
  for (;;) yield '"'.padEnd(1_000, 'x');
};

describe('the rows of a CSV file', () => {
  it('are what was written, however the text is cut into pieces', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'ệ', ',', '"', '\n', '\r', ' '), maxLength: 6 });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, size, end) => {
          const text = rows.map((fields) => fields.map(quoted).join(',') + end).join('');
          const read: (readonly string[])[] = [];
          const pieces = async function* (): AsyncGenerator<string> {
            for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
          };
          for await (const { fields } of csvRows(pieces())) read.push(fields);
          expect(read).toEqual(rows);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are never longer than a file of rows would have them', async () => {
    await expect(csvRows(endless()).next()).rejects.toThrow('row 1 is longer than 65536 characters');
  });
});
