import { TABLE_2025_07_01 } from '../../packages/foundation/administrative-units/src/table-2025-07-01.ts';
import { communesListed } from '../../packages/foundation/administrative-units/src/unit-table.ts';
import type { ParcelFields } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import { normalizeText } from '../../packages/capabilities/parcel/src/domain/label/index.ts';
import {
  BUILDINGS,
  FAMILY_NAMES,
  GIVEN_NAMES,
  GOODS,
  MIDDLE_NAMES,
  NOTES,
  OTHER_NAMES,
  PLACES,
  STREETS,
  VARIANTS,
} from './unseen-words.ts';

/** Numbers from 0 up to, not including, 1: mulberry32, so that a population is the same everywhere. */
type Chance = () => number;

const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const pick = <Value>(chance: Chance, values: readonly Value[]): Value => {
  const value = values[Math.floor(chance() * values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
};

const whole = (chance: Chance, from: number, to: number): number =>
  from + Math.floor(chance() * (to - from + 1));

/** Small numbers more often than large ones, as houses have them. */
const houseNumber = (chance: Chance): number => Math.ceil(Math.exp(chance() * Math.log(999)));

const COMMUNE_CODES = Object.values(TABLE_2025_07_01.communes).flatMap((row) =>
  communesListed(row).map(({ code }) => code),
);

const weightedFamilyName = (chance: Chance): string => {
  const total = FAMILY_NAMES.reduce((sum, [, share]) => sum + share, 0);
  let rest = chance() * total;
  for (const [name, share] of FAMILY_NAMES) if ((rest -= share) < 0) return name;
  return 'Nguyễn';
};

const personName = (chance: Chance): string => {
  if (chance() < 0.07) return pick(chance, OTHER_NAMES);
  const name = [weightedFamilyName(chance), pick(chance, MIDDLE_NAMES)];
  if (chance() < 0.3) name.push(pick(chance, GIVEN_NAMES));
  name.push(pick(chance, GIVEN_NAMES));
  if (chance() < 0.1) name.splice(1, 1);
  const title = chance() < 0.05 ? `${pick(chance, ['Chị', 'Anh', 'Cô', 'Em', 'A.', 'C'])} ` : '';
  return title + name.join(' ');
};

/** Every tenth text in the other tone placement, without diacritics, in capitals, in small letters or mistyped. */
const asTyped = (chance: Chance, text: string): string => {
  const kind = chance();
  if (kind < 0.03) return text.toLowerCase();
  if (kind < 0.07) return text.toUpperCase();
  if (kind < 0.12) {
    return text
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .replaceAll('đ', 'd')
      .replaceAll('Đ', 'D');
  }
  if (kind < 0.16) {
    const letters = Array.from(text);
    const at = whole(chance, 0, letters.length - 1);
    const slip = chance();
    if (slip < 0.4) letters.splice(at, 1);
    else if (slip < 0.7) letters.splice(at, 0, letters[at] ?? '');
    else letters.splice(at, 2, letters[at + 1] ?? '', letters[at] ?? '');
    return letters.join('');
  }
  return text;
};

const houseText = (chance: Chance): string => {
  const number = houseNumber(chance);
  const kind = chance();
  if (kind < 0.15) return `${number}${pick(chance, ['A', 'B', 'C', 'Bis', 'b', 'D'])}`;
  if (kind < 0.3) return `${number}/${whole(chance, 1, 60)}`;
  if (kind < 0.36) return `${number}/${whole(chance, 1, 60)}/${whole(chance, 1, 30)}`;
  return String(number);
};

const cityStreet = (chance: Chance): string => {
  const road = pick(chance, STREETS);
  const named = pick(chance, [road, `Đường ${road}`, `đường ${road}`, `phố ${road}`, `đ. ${road}`]);
  const house = pick(chance, ['', '', 'Số ', 'Số nhà ', 'SN ', 'số ', 'Nhà ']) + houseText(chance);
  const lane = pick(chance, ['Ngõ', 'ngõ', 'Hẻm', 'hẻm', 'Kiệt', 'Ngách']);
  const between = chance() < 0.6 ? ', ' : ' ';
  return chance() < 0.3
    ? `${house}${between}${lane} ${whole(chance, 2, 400)}${between}${named}`
    : `${house}${between}${named}`;
};

const flat = (chance: Chance): string => {
  const block = pick(chance, ['A', 'B1', 'CT2', 'S1.02', 'R6', 'T']);
  const door = `${whole(chance, 2, 38)}${pick(chance, ['01', '06', '12', '08A', '.15'])}`;
  const unit = pick(chance, [
    `Căn ${block}-${door}`,
    `P${door}`,
    `Căn hộ ${door} toà ${block}`,
    `${block}.${door}`,
  ]);
  return `${unit}, ${pick(chance, BUILDINGS)}${chance() < 0.5 ? `, ${pick(chance, STREETS)}` : ''}`;
};

const village = (chance: Chance): string => {
  const place = pick(chance, PLACES);
  const kind = pick(chance, [
    'Thôn',
    'thôn',
    'Xóm',
    'Ấp',
    'ấp',
    'Bản',
    'Khóm',
    'Tổ dân phố',
    'Khu phố',
    'KP',
  ]);
  const where = pick(chance, [
    '',
    '',
    `Tổ ${whole(chance, 1, 30)}, `,
    `Đội ${whole(chance, 1, 14)}, `,
    'Gần chợ, ',
  ]);
  return chance() < 0.4 ? `${where}${kind} ${whole(chance, 1, 14)}` : `${where}${kind} ${place}`;
};

const streetText = (chance: Chance): string => {
  const kind = chance();
  const street = kind < 0.62 ? cityStreet(chance) : kind < 0.78 ? flat(chance) : village(chance);
  return chance() < 0.04 ? `${street} (${pick(chance, BUILDINGS)})` : street;
};

const oneThing = (chance: Chance): string => {
  const thing = pick(chance, GOODS);
  const full = chance() < 0.45 ? `${thing} ${pick(chance, VARIANTS)}` : thing;
  const count = whole(chance, 1, 5);
  const kind = chance();
  if (kind < 0.35) return `${count} x ${full}`;
  if (kind < 0.5) return `${full} x${count}`;
  if (kind < 0.6)
    return `${count} ${pick(chance, ['cái', 'bộ', 'hộp', 'chai', 'thùng', 'túi', 'đôi'])} ${full}`;
  if (kind < 0.7) return `${full} (SL: ${count})`;
  return full;
};

const goodsText = (chance: Chance): string => {
  const things = Array.from({ length: chance() < 0.6 ? 1 : whole(chance, 2, 3) }, () => oneThing(chance));
  return things.join(pick(chance, [', ', ' + ', '; ']));
};

const phone = (chance: Chance): string =>
  chance() < 0.04
    ? `+8424${whole(chance, 30_000_000, 39_999_999)}`
    : `+84${pick(chance, [3, 3, 5, 7, 8, 9, 9, 9])}${whole(chance, 10_000_000, 99_999_999)}`;

const amount = (chance: Chance): number => {
  const thousands = Math.round(Math.exp(chance() * Math.log(4000)) + 20);
  const kind = chance();
  return kind < 0.75
    ? thousands * 1_000
    : kind < 0.95
      ? thousands * 500
      : thousands * 1_000 + whole(chance, 1, 999);
};

const weight = (chance: Chance): number => {
  const grams = Math.exp(Math.log(50) + chance() * Math.log(300));
  return chance() < 0.8 ? Math.max(1, Math.round(grams / 50)) * 50 : Math.round(grams);
};

/** One parcel with every group; COD in six of ten, a note in four of ten, one independent of the other and of names. */
const unseenParcel = (chance: Chance): ParcelFields => {
  const text = (make: (chance: Chance) => string): string => normalizeText(asTyped(chance, make(chance)));
  const commune = (): string => pick(chance, COMMUNE_CODES);
  return {
    delivery: { communeCode: commune(), recipientName: text(personName), street: text(streetText) },
    payment: {
      ...(chance() < 0.6 && { codAmountVnd: amount(chance) }),
      ...(chance() < 0.4 && { handlingNote: text(() => pick(chance, NOTES)) }),
    },
    contact: { recipientPhone: phone(chance), ...(chance() < 0.9 && { senderPhone: phone(chance) }) },
    sender: { communeCode: commune(), name: text(personName), street: text(streetText) },
    contents: {
      description: text(goodsText),
      weightGrams: weight(chance),
      ...(chance() < 0.5 && { declaredValueVnd: amount(chance) }),
    },
  };
};

/** A population of parcels made of words that no table has seen; the same for the same seed. */
export const unseenParcels = (count: number, seed = 1): readonly ParcelFields[] => {
  const chance = chanceFrom(seed);
  return Array.from({ length: count }, () => unseenParcel(chance));
};
