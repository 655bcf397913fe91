import type { ParcelFields } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import { pick, whole, type Chance } from './chance.ts';

/** A number of about `least` to `most`, small ones more often, with two or three digits that are not zero at the end. */
const roundNumber = (chance: Chance, least: number, most: number, step: number): number => {
  let bound = most;
  while (bound > 2 * least && chance() < 0.6) bound /= 2;
  return Math.max(1, Math.round(whole(chance, least, bound) / step)) * step;
};

const dong = (chance: Chance): number => {
  const kind = chance();
  if (kind < 0.04) return 0;
  if (kind < 0.7) return roundNumber(chance, 15_000, 6_000_000, 1_000);
  if (kind < 0.9) return roundNumber(chance, 20_000, 30_000_000, 10_000);
  return roundNumber(chance, 10_000, 6_000_000, pick(chance, [500, 100, 1]));
};

const grams = (chance: Chance): number =>
  roundNumber(chance, 50, 20_000, pick(chance, [1, 10, 10, 50, 50, 100, 100, 500]));

const phone = (chance: Chance): string => {
  const kind = chance();
  if (kind < 0.95) return `+849${whole(chance, 10_000_000, 99_999_999)}`;
  return kind < 0.99
    ? `+8424${whole(chance, 30_000_000, 39_999_999)}`
    : `+821${whole(chance, 100_000_000, 999_999_999)}`;
};

/** A commune's code as the official list has them: all but a few are 1 modulo 3. */
const commune = (chance: Chance): string =>
  String(chance() < 0.95 ? 1 + 3 * whole(chance, 0, 10_000) : 3 * whole(chance, 0, 10_000)).padStart(5, '0');

/** A parcel for the sake of its numbers, and of what is there and what is not. */
export const numbersOfParcel = (chance: Chance): ParcelFields => ({
  delivery: { communeCode: commune(chance), recipientName: '', street: '' },
  payment: {
    ...(chance() < 0.7 && { codAmountVnd: dong(chance) }),
    ...(chance() < 0.35 && { handlingNote: '' }),
  },
  contact: { recipientPhone: phone(chance), ...(chance() < 0.9 && { senderPhone: phone(chance) }) },
  ...(chance() < 0.95 && { sender: { communeCode: commune(chance), name: '', street: '' } }),
  contents: {
    description: '',
    ...(chance() < 0.9 && { weightGrams: grams(chance) }),
    ...(chance() < 0.5 && { declaredValueVnd: dong(chance) }),
  },
});
