import { blankBitmap, DPI, labelPng, MAX_TOKEN_CHARACTERS } from '@temkin/labels';
import { describe, expect, it } from 'vitest';
import { exampleLabel, numbers, tokenOf } from '../support/example-label.ts';
import { blacken, photograph, readLabel, readPng, type Picture } from '../support/label-readers.ts';

const SYMBOL = { modules: 37, left: 32 } as const;

/** Where the symbol of the example stands at 203 dpi: its upper left finder is the first black dot on the left margin. */
const symbolIn = ({ dots, width, height }: Picture) => {
  const column = Array.from({ length: height }, (_, y) => dots[y * width + SYMBOL.left + 1] === 1);
  // Below the rule at 20 mm.
  const top = column.indexOf(true, 170);
  const moduleDots = 6;
  return { top, left: SYMBOL.left, moduleDots, side: SYMBOL.modules * moduleDots };
};

type Damage = (picture: Picture, next: () => number) => void;

const CLEAR_OF_FINDERS = 9;

const isFinder = (row: number, column: number): boolean => {
  const [low, high] = [CLEAR_OF_FINDERS, SYMBOL.modules - CLEAR_OF_FINDERS];
  return (row < low && (column < low || column >= high)) || (row >= high && column < low);
};

const DAMAGES: Readonly<Record<string, Damage>> = {
  nothing: () => {},
  'a blot over 8 % of the symbol': (picture, next) => {
    const { top, left, moduleDots, side } = symbolIn(picture);
    const blot = Math.round(side * Math.sqrt(0.08));
    const room = side - 2 * CLEAR_OF_FINDERS * moduleDots - blot;
    const at = (): number => CLEAR_OF_FINDERS * moduleDots + Math.floor(next() * room);
    blacken(picture, left + at(), top + at(), blot, blot);
  },
  '0.3 % of the modules turned': (picture, next) => {
    const { top, left, moduleDots } = symbolIn(picture);
    for (let row = 0; row < SYMBOL.modules; row += 1) {
      for (let column = 0; column < SYMBOL.modules; column += 1) {
        if (next() >= 0.003 || isFinder(row, column)) continue;
        const [x, y] = [left + column * moduleDots, top + row * moduleDots];
        const dark = picture.dots[y * picture.width + x] === 1 ? 0 : 1;
        for (let dy = 0; dy < moduleDots; dy += 1)
          picture.dots.fill(dark, (y + dy) * picture.width + x, (y + dy) * picture.width + x + moduleDots);
      }
    }
  },
  'a dead line of the print head': (picture, next) => {
    const { left, side } = symbolIn(picture);
    const dead = left + Math.floor(next() * side);
    for (let y = 0; y < picture.height; y += 1) picture.dots[y * picture.width + dead] = 0;
  },
};

const code128On = async (waybillNumber: string): Promise<string | undefined> => {
  const picture = readPng(await labelPng({ ...exampleLabel, waybillNumber }));
  return (await readLabel(photograph(picture))).code128;
};

describe('a printed label', () => {
  it.each(DPI)('is read at %i dpi, QR and Code 128, by decoders of others', async (dpi) => {
    for (const length of [42, 121, 206, 500, MAX_TOKEN_CHARACTERS]) {
      const token = tokenOf(length);
      const read = await readLabel(photograph(readPng(await labelPng({ ...exampleLabel, token }, dpi))));
      expect(read).toEqual({ zxing: token, jsqr: token, code128: exampleLabel.waybillNumber });
    }
  });

  const cameras = [{}, { blur: 1 }, { degrees: 11, blur: 1 }, { degrees: 90 }, { degrees: 187, blur: 1 }];
  it.each(Object.keys(DAMAGES).flatMap((name) => cameras.map((camera) => [name, camera] as const)))(
    'is read with %s by a camera like %j',
    async (name, camera) => {
      for (const seed of [1, 2]) {
        const picture = readPng(await labelPng(exampleLabel));
        DAMAGES[name]?.(picture, numbers(seed));
        const { zxing, jsqr } = await readLabel(photograph(picture, camera));
        expect([zxing, jsqr]).toEqual([exampleLabel.token, exampleLabel.token]);
      }
    },
  );

  it('has the size of the roll in dots, and says how many go to the metre', async () => {
    const file = Buffer.from(await labelPng(exampleLabel));
    const physical = file.subarray(file.indexOf('pHYs') + 4);
    const { width, height } = readPng(file);
    expect([width, height]).toEqual([800, 600]);
    expect([physical.readUInt32BE(0), physical.readUInt32BE(4), physical[8]]).toEqual([8_000, 8_000, 1]);
    expect(readPng(await labelPng(exampleLabel, 300))).toMatchObject({ width: 1_181, height: 886 });
  });

  it('has the logo of the company in its corner, and nothing there without one', async () => {
    const logo = blankBitmap(44, 26);
    logo.bytes.fill(0xff);
    const corner = { left: 800 - 32 - 176, right: 800 - 32, top: 40, bottom: 140 };
    const black = async (label: typeof exampleLabel): Promise<number> => {
      const { dots, width } = readPng(await labelPng(label));
      let count = 0;
      for (let y = corner.top; y < corner.bottom; y += 1)
        for (let x = corner.left; x < corner.right; x += 1) count += dots[y * width + x] ?? 0;
      return count;
    };
    expect(await black({ ...exampleLabel, sortCode: 'A' })).toBe(0);
    const filled = (corner.right - corner.left) * (corner.bottom - corner.top);
    expect(await black({ ...exampleLabel, logo })).toBe(filled);
  });

  it('has its Code 128 where that fits, and only its number where it does not', async () => {
    for (const fitting of ['A', '0000', 'VN-12345', '123', '1234567', 'A1B2C3D4E5F6G7H8I9', '0'.repeat(30)])
      expect(await code128On(fitting)).toBe(fitting);
    for (const unfitting of ['W-'.repeat(17), 'Ê1']) expect(await code128On(unfitting)).toBeUndefined();
  });
});
