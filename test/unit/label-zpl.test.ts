import { DPI, labelPng, labelZpl, MAX_TOKEN_CHARACTERS, qrMatrix, qrVersion } from '@temkin/labels';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code128 } from '../../packages/labels/render/src/code-128.ts';
import { exampleLabel, tokenOf } from '../support/example-label.ts';
import { photograph, readLabel, readPng } from '../support/label-readers.ts';
import { printZpl } from '../support/zpl-printer.ts';

const KNOWN = new Set('BC BQ BY FD FH FO FS GB GF LH LL PW XA XZ'.split(' '));

const commandsIn = (zpl: string): readonly string[] =>
  [...zpl.matchAll(/[\^~](..)/g)].map(([, name = '']) => name);

describe('a label in ZPL', () => {
  it.each(DPI)('prints at %i dpi what the picture of it shows, dot for dot', async (dpi) => {
    const labels = [
      exampleLabel,
      { ...exampleLabel, profile: 'clear', printedCodVnd: 1_250_000 } as const,
      { ...exampleLabel, token: tokenOf(MAX_TOKEN_CHARACTERS), waybillNumber: 'Ê1' },
      { ...exampleLabel, waybillNumber: 'A>B_C^D~E12345' },
    ];
    for (const label of labels) {
      const [printed, drawn] = [printZpl(labelZpl(label, dpi)), readPng(await labelPng(label, dpi))];
      expect([printed.width, printed.height]).toEqual([drawn.width, drawn.height]);
      expect(Buffer.compare(printed.dots, drawn.dots)).toBe(0);
    }
  });

  it.each(DPI)('is read at %i dpi, also off a printer that draws the QR ten dots low', async (dpi) => {
    for (const length of [42, 121, MAX_TOKEN_CHARACTERS]) {
      const token = tokenOf(length);
      for (const drop of [0, 10]) {
        const read = await readLabel(photograph(printZpl(labelZpl({ ...exampleLabel, token }, dpi), drop)));
        expect(read).toEqual({ zxing: token, jsqr: token, code128: exampleLabel.waybillNumber });
      }
    }
  });

  it('is ASCII, one format, and holds no command that a field brought with it', () => {
    const hostile = fc.string({ unit: fc.constantFrom('^', '~', '_', '>', 'X', 'Z', 'F', 'S', 'ệ', '5E') });
    fc.assert(
      fc.property(hostile, hostile, (one, two) => {
        const zpl = labelZpl({
          ...exampleLabel,
          waybillNumber: `A${one}`,
          sortCode: `A${two}`,
          profile: 'clear',
          maskedRecipient: { name: one, street: two, commune: one, province: two },
          checkCallerUrl: `A${two}`,
        });
        expect(zpl).toMatch(/^\^XA[\x20-\x7D]*\^XZ\n$/);
        expect(commandsIn(zpl).filter((name) => !KNOWN.has(name))).toEqual([]);
        expect(zpl.split('^XZ')).toHaveLength(2);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the size of a symbol', () => {
  it('is known without making it', () => {
    for (const level of ['M', 'Q'] as const)
      for (let length = 5; length <= (level === 'M' ? MAX_TOKEN_CHARACTERS : 702); length += 7)
        expect(qrMatrix(tokenOf(length), level).size).toBe(17 + 4 * qrVersion(tokenOf(length), level));
    expect(() => qrVersion(tokenOf(703), 'Q')).toThrow('PARCEL.TOO_LARGE');
  });

  it('of a Code 128 is least where digits stand together', () => {
    // Start, three characters or one, check, and a stop of thirteen modules.
    expect(code128('ABC')?.modules).toBe(11 * 5 + 13);
    expect(code128('000000')?.modules).toBe(11 * 5 + 13);
    expect(code128('')).toBeUndefined();
  });
});
