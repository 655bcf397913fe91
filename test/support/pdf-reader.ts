import { inflateSync } from 'node:zlib';
import { blacken, blank, type Picture } from './label-readers.ts';

/** Objects of a PDF file by number, found by its cross-reference table. Throws where that does not lead to them. */
const objectsOf = (file: Buffer): ReadonlyMap<number, Buffer> => {
  const text = file.toString('latin1');
  const xref = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const [, count = '', entries = ''] = /^xref\n0 (\d+)\n([\d fn\n]+)trailer/.exec(text.slice(xref)) ?? [];
  const offsets = entries
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((entry) => Number(entry.slice(0, 10)));
  if (offsets.length !== Number(count) - 1) throw new Error('the table lacks entries');
  return new Map(
    offsets.map((offset, i) => {
      const head = `${i + 1} 0 obj\n`;
      if (!text.startsWith(head, offset)) throw new Error(`object ${i + 1} is not where it should be`);
      return [i + 1, file.subarray(offset + head.length, file.indexOf('\nendobj\n', offset))];
    }),
  );
};

const streamOf = (object: Buffer): Buffer => {
  const length = Number(/\/Length (\d+)/.exec(object.toString('latin1'))?.[1]);
  const start = object.indexOf('\nstream\n') + '\nstream\n'.length;
  return inflateSync(object.subarray(start, start + length));
};

/** The number of the object that a dictionary refers to by a name. */
const reference = (from: string, name: string): number =>
  Number(new RegExp(`/${name} (\\d+) 0 R`).exec(from)?.[1]);

/** One page: its size in points, its operators, and its texts by the fonts' maps back to Unicode. */
export interface PdfPage {
  readonly widthPoints: number;
  readonly heightPoints: number;
  readonly operators: readonly string[];
  readonly texts: readonly string[];
}

/** The pages of a file that this product made. */
export const readPdf = (file: Uint8Array): readonly PdfPage[] => {
  const objects = objectsOf(Buffer.from(file));
  const text = (number: number): string => objects.get(number)?.toString('latin1') ?? '';
  const tree = text(reference(text(1), 'Pages'));
  const [widthPoints = NaN, heightPoints = NaN] = (/MediaBox\[0 0 ([\d. ]+)\]/.exec(tree)?.[1] ?? '')
    .split(' ')
    .map(Number);
  const letters = new Map(
    ['R', 'B'].map((name) => {
      const map = streamOf(
        objects.get(reference(text(reference(tree, name)), 'ToUnicode')) ?? Buffer.alloc(0),
      );
      const pairs = [...map.toString('latin1').matchAll(/<(\w{4})><(\w{4})>/g)];
      return [
        name,
        new Map(pairs.map(([, glyph, code]) => [glyph, String.fromCodePoint(parseInt(code ?? '', 16))])),
      ];
    }),
  );
  const kids = [...(/Kids\[([^\]]*)\]/.exec(tree)?.[1] ?? '').matchAll(/(\d+) 0 R/g)];
  return kids.map(([, kid]) => {
    const contents = objects.get(reference(text(Number(kid)), 'Contents')) ?? Buffer.alloc(0);
    const operators = streamOf(contents).toString('latin1').trimEnd().split('\n');
    const texts = operators.flatMap((operator) => {
      const [, font = '', codes] = /^BT \/(\w) .*<([0-9a-f]*)> Tj ET$/.exec(operator) ?? [];
      return codes === undefined
        ? []
        : [(codes.match(/.{4}/g) ?? []).map((code) => letters.get(font)?.get(code) ?? '\uFFFD').join('')];
    });
    return { widthPoints, heightPoints, operators, texts };
  });
};

type Matrix = readonly [number, number, number, number, number, number];

/** A page in so many dots an inch: every filled rectangle, and no text. Throws at operators it does not know. */
export const drawPage = ({ widthPoints, heightPoints, operators }: PdfPage, dpi: number): Picture => {
  const scale = dpi / 72;
  const picture = blank(Math.round(widthPoints * scale), Math.round(heightPoints * scale));
  const saved: Matrix[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const operator of operators) {
    const words = operator.split(' ');
    if (words[0] === 'q') saved.push(matrix);
    if (operator.endsWith(' cm')) {
      const [a = 1, , , d = 1, e = 0, f = 0] = words.slice(1, 7).map(Number);
      matrix = [matrix[0] * a, 0, 0, matrix[3] * d, matrix[0] * e + matrix[4], matrix[3] * f + matrix[5]];
    } else if (operator.endsWith(' re')) {
      const [x = 0, y = 0, width = 0, height = 0] = words.map(Number);
      const place = (px: number, py: number) => ({
        x: Math.round((matrix[0] * px + matrix[4]) * scale),
        y: Math.round((heightPoints - (matrix[3] * py + matrix[5])) * scale),
      });
      const [from, to] = [place(x, y), place(x + width, y + height)];
      blacken(picture, from.x, from.y, to.x - from.x, to.y - from.y);
    } else if (operator === 'Q') matrix = saved.pop() ?? matrix;
    else if (operator !== 'f' && !/^BT .* ET$/.test(operator)) throw new Error(`what is ${words.at(-1)}?`);
  }
  return picture;
};
