import { create } from 'qrcode';
import { PATTERNS, STOP } from '../../packages/labels/render/src/code-128.ts';
import { blacken, blank, type Picture } from './label-readers.ts';

const wrong = (what: string): Error => new Error(`this printer does not know ${what}`);

/**
 * One format, `^XA` to `^XZ`, as dots. Knows the commands that labels use, and throws at every other. `qrDrop`: dots by
 * which this make of printer draws a QR lower than it is told.
 */
export const printZpl = (zpl: string, qrDrop = 0): Picture => {
  const commands = zpl.trimEnd().split('^').slice(1);
  const of = (name: string): number => {
    const command = commands.find((one) => one.startsWith(name));
    if (command === undefined) throw wrong(`a label without ^${name}`);
    return Number(command.slice(2));
  };
  const picture = blank(of('PW'), of('LL'));
  let at = { x: 0, y: 0 };
  let [moduleDots, height] = [0, 0];
  let qr: { magnification: number; level: string; mask: number } | undefined;
  for (const command of commands) {
    const [name, rest] = [command.slice(0, 2), command.slice(2)];
    const fields = rest.split(',');
    const [first = NaN, second = NaN, third = NaN] = fields.map(Number);
    if (name === 'FO') at = { x: first, y: second };
    else if (name === 'GB') {
      if (third !== Math.min(first, second)) throw wrong('a hollow box');
      blacken(picture, at.x, at.y, first, second);
    } else if (name === 'GF') graphic(picture, at, fields);
    else if (name === 'BY') moduleDots = first;
    else if (name === 'BC') height = second;
    else if (name === 'BQ') qr = { magnification: third, level: fields[3] ?? '', mask: Number(fields[4]) };
    else if (name === 'FD') {
      if (qr === undefined) bars(picture, at, { widths: widthsOf(rest), moduleDots, height });
      else symbol(picture, { x: at.x, y: at.y + qrDrop }, { ...qr, data: rest });
    } else if (name === 'FS') qr = undefined;
    else if (!['XA', 'XZ', 'PW', 'LL', 'LH', 'FH'].includes(name)) throw wrong(`^${name}`);
  }
  return picture;
};

/** `^BC` in mode N: starts and changes of code set stand in the data. */
const widthsOf = (data: string): readonly number[] => {
  let set = '';
  const values: number[] = [];
  const text = data.replaceAll(/_([0-9A-F]{2})/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  for (const [part] of text.matchAll(/>.|\d\d|[^>]/g)) {
    const change = { '>:': ['B', 104], '>;': ['C', 105], '>5': ['C', 99], '>6': ['B', 100] }[part];
    if (change !== undefined) {
      set = String(change[0]);
      values.push(Number(change[1]));
    } else if (set === 'C' && part.length === 2) values.push(Number(part));
    else if (set === 'B') values.push(...Array.from(part.replace('><', '>'), (c) => c.charCodeAt(0) - 32));
    else throw wrong(`${part} in code set ${set}`);
  }
  const check = values.reduce((sum, value, place) => sum + value * Math.max(1, place), 0) % 103;
  return Array.from([...values, check].map((value) => PATTERNS?.[value]).join('') + STOP, Number);
};

type At = { readonly x: number; readonly y: number };

const bars = (
  picture: Picture,
  { x, y }: At,
  { widths, moduleDots, height }: { widths: readonly number[]; moduleDots: number; height: number },
): void => {
  let pen = x;
  for (const [i, width] of widths.entries()) {
    if (i % 2 === 0) blacken(picture, pen, y, width * moduleDots, height);
    pen += width * moduleDots;
  }
};

const symbol = (
  picture: Picture,
  { x, y }: At,
  { magnification, level, mask, data }: { magnification: number; level: string; mask: number; data: string },
): void => {
  const [, given, text = ''] = /^([HQML])M,A(.*)$/s.exec(data) ?? [];
  if (given !== level) throw wrong('two levels');
  const { modules } = create([{ data: text, mode: 'alphanumeric' }], {
    errorCorrectionLevel: level as 'M',
    maskPattern: mask as 2,
  });
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column) === 1)
        blacken(picture, x + column * magnification, y + row * magnification, magnification, magnification);
};

/** `^GFA`: hexadecimal rows with repeats (ZPL II Programming Guide, "Alternative Data Compression Scheme"). */
const graphic = (
  picture: Picture,
  { x, y }: At,
  [format, total, again, bytes, ...rest]: readonly string[],
): void => {
  const rowDigits = 2 * Number(bytes);
  if (format !== 'A' || total !== again) throw wrong('such a graphic');
  // A comma is also part of the data.
  const data = rest.join(',');
  const rows: string[] = [];
  let row = '';
  let times = 0;
  const add = (digits: string): void => {
    row += digits;
    times = 0;
    if (row.length > rowDigits) throw wrong('a row that is too long');
    if (row.length < rowDigits) return;
    rows.push(row);
    row = '';
  };
  for (const letter of data) {
    if (/[G-Y]/.test(letter)) times += letter.charCodeAt(0) - 'G'.charCodeAt(0) + 1;
    else if (/[g-z]/.test(letter)) times += 20 * (letter.charCodeAt(0) - 'g'.charCodeAt(0) + 1);
    else if (letter === ',') add('0'.repeat(rowDigits - row.length));
    else if (letter === ':') add(rows.at(-1) ?? '');
    else if (/[0-9A-F]/.test(letter)) add(letter.repeat(Math.max(1, times)));
    else throw wrong(letter);
  }
  if (rows.length * rowDigits !== 2 * Number(total)) throw wrong('a graphic that is too short');
  for (const [dy, digits] of rows.entries()) {
    for (const [place, digit] of Array.from(digits).entries())
      for (let bit = 0; bit < 4; bit += 1)
        if ((Number.parseInt(digit, 16) & (8 >> bit)) !== 0)
          blacken(picture, x + 4 * place + bit, y + dy, 1, 1);
  }
};
