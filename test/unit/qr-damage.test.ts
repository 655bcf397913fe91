import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { qrMatrix } from '@temkin/labels';
import { create } from 'qrcode';
import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
await prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer }, fireImmediately: true });

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** The same numbers on every run (mulberry32): a symbol that reads today reads tomorrow. */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const tokenOf = (length: number, seed: number): string => {
  const next = numbers(seed);
  return `TK1:${Array.from({ length: length - 4 }, () => ALPHABET[Math.floor(next() * 45)]).join('')}`;
};

type Symbol = readonly (readonly boolean[])[];

const drawn = (size: number, isDark: (row: number, column: number) => boolean): Symbol =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_unused, column) => isDark(row, column)),
  );

/** The symbol that the product prints, and the one with the mask that the standard would choose. */
const symbolsOf = (token: string): { readonly ours: Symbol; readonly chosen: Symbol } => {
  const matrix = qrMatrix(token);
  const { modules } = create([{ data: token, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M' });
  return {
    ours: drawn(matrix.size, matrix.isDark),
    chosen: drawn(modules.size, (row, column) => modules.get(row, column) === 1),
  };
};

type Damage = (symbol: Symbol, next: () => number) => Symbol;

/** The finders are the same under every mask; what hides one from a reader says nothing about masks. */
const CLEAR_OF_FINDERS = 9;

const isLow = (at: number): boolean => at < CLEAR_OF_FINDERS;

const isFinder = (size: number, row: number, column: number): boolean =>
  (isLow(row) && (isLow(column) || isLow(size - 1 - column))) || (isLow(size - 1 - row) && isLow(column));

const DAMAGES: Readonly<Record<string, Damage>> = {
  nothing: (symbol) => symbol,
  '0.3 % of the modules turned': (symbol, next) =>
    symbol.map((row, y) =>
      row.map((dark, x) => (next() < 0.003 && !isFinder(symbol.length, y, x) ? !dark : dark)),
    ),
  'a blot over 8 % of the symbol': (symbol, next) => {
    const side = Math.round(symbol.length * Math.sqrt(0.08));
    const at = (): number =>
      CLEAR_OF_FINDERS + Math.floor(next() * Math.max(1, symbol.length - 2 * CLEAR_OF_FINDERS - side));
    const [top, left] = [at(), at()];
    return symbol.map((row, y) =>
      row.map((dark, x) => dark || (y >= top && y < top + side && x >= left && x < left + side)),
    );
  },
  'a dead line of the print head': (symbol, next) => {
    const dead = CLEAR_OF_FINDERS + Math.floor(next() * (symbol.length - 2 * CLEAR_OF_FINDERS));
    return symbol.map((row) => row.map((dark, x) => dark && x !== dead));
  },
};

const PIXELS = 5;
const QUIET = 4;

/** A grey picture: turned by some degrees about its middle, and blurred over three by three pixels. */
const photograph = (
  symbol: Symbol,
  degrees: number,
): { readonly data: Uint8ClampedArray; readonly side: number } => {
  const side = (symbol.length + 2 * QUIET) * PIXELS;
  const middle = side / 2;
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const lightAt = (x: number, y: number): number => {
    const column = Math.floor((middle + (x - middle) * cos + (y - middle) * sin) / PIXELS) - QUIET;
    const row = Math.floor((middle - (x - middle) * sin + (y - middle) * cos) / PIXELS) - QUIET;
    return symbol[row]?.[column] === true ? 0 : 255;
  };
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      let light = 0;
      for (let dy = -1; dy <= 1; dy += 1)
        for (let dx = -1; dx <= 1; dx += 1) light += lightAt(x + dx, y + dy) / 9;
      data.fill(light, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return { data, side };
};

const readers = {
  zxing: async (data: Uint8ClampedArray, side: number) => {
    const image = { data, width: side, height: side, colorSpace: 'srgb' } as ImageData;
    const [found] = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true });
    return found?.text;
  },
  jsqr: (data: Uint8ClampedArray, side: number) =>
    Promise.resolve(jsQR(data, side, side, { inversionAttempts: 'dontInvert' })?.data),
};

const LENGTHS = [42, 118, 154, 206];
const TOKENS = LENGTHS.flatMap((length, i) => [tokenOf(length, 10 * i + 1), tokenOf(length, 10 * i + 2)]);

/** How many of the tokens each reader gets out of each kind of symbol. */
const readOff = async (damage: Damage, degrees: number) => {
  const counts = { zxing: { ours: 0, chosen: 0 }, jsqr: { ours: 0, chosen: 0 } };
  for (const [i, token] of TOKENS.entries()) {
    const symbols = symbolsOf(token);
    for (const kind of ['ours', 'chosen'] as const) {
      const { data, side } = photograph(damage(symbols[kind], numbers(i + 100)), degrees);
      for (const reader of ['zxing', 'jsqr'] as const) {
        if ((await readers[reader](data, side)) === token) counts[reader][kind] += 1;
      }
    }
  }
  return counts;
};

describe('a symbol with the fixed mask', () => {
  it.each(Object.keys(DAMAGES).flatMap((name) => [[name, 0] as const, [name, 11] as const]))(
    'is read with %s, turned by %i degrees and blurred, as well as one with the best mask',
    async (name, degrees) => {
      const damage = DAMAGES[name];
      if (damage === undefined) throw new Error('no such damage');
      const { zxing, jsqr } = await readOff(damage, degrees);
      expect(zxing.ours).toBe(TOKENS.length);
      // One symbol of eight may fall either way: both masks are chance to ciphertext.
      expect(zxing.ours + jsqr.ours).toBeGreaterThanOrEqual(zxing.chosen + jsqr.chosen - 1);
    },
  );
});

describe('level Q', () => {
  it('is had on request, and makes no larger symbol than is printed', () => {
    const token = tokenOf(206, 7);
    expect(qrMatrix(token, 'Q').size).toBeGreaterThan(qrMatrix(token).size);
    expect(() => qrMatrix(tokenOf(702, 1), 'Q')).not.toThrow();
    expect(() => qrMatrix(tokenOf(703, 1), 'Q')).toThrow('PARCEL.TOO_LARGE');
  });
});
