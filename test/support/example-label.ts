import type { Label } from '@temkin/labels';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** The same numbers on every run (mulberry32): a label that reads today reads tomorrow. */
export const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Something like a token of so many characters. */
export const tokenOf = (length: number, seed = length): string => {
  const next = numbers(seed);
  return `TK1:${Array.from({ length: length - 4 }, () => ALPHABET[Math.floor(next() * 45)]).join('')}`;
};

export const exampleLabel: Label = {
  token: tokenOf(121),
  waybillNumber: 'EK000000017VN',
  maskedRecipient: {
    name: 'Nguyễn Văn An',
    street: 'Số 12/3 ngõ 45 đường Trần Hưng Đạo',
    commune: 'Phường Văn Miếu - Quốc Tử Giám',
    province: 'Thành phố Hà Nội',
  },
  sortCode: '10-VM-07',
  checkCallerUrl: 'https://example.vn/goi',
};
