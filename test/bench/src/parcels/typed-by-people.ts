import type { SeededRandom } from './seeded-random.ts';

const withoutMarks = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

/** A letter left out, doubled, or swapped with the next. */
const mistyped = (text: string, { below }: SeededRandom): string => {
  const letters = Array.from(text);
  const at = below(letters.length - 1);
  const [letter = '', next = ''] = letters.slice(at, at + 2);
  const slip = [next, letter + letter + next, next + letter][below(3)] ?? '';
  return [...letters.slice(0, at), slip, ...letters.slice(at + 2)].join('');
};

/**
 * A text as people type it: one in ten without diacritics, one in twenty in capitals, one in twenty in lower case, and
 * of all these one in sixteen with a slip of the finger. The shares are a guess, made so that no coding can count on clean
 * text.
 */
export const typedByPeople = (text: string, random: SeededRandom): string => {
  const style = random.below(20);
  const styled =
    style < 2
      ? withoutMarks(text)
      : style === 2
        ? text.toUpperCase()
        : style === 3
          ? text.toLowerCase()
          : text;
  return random.chance(1 / 16) ? mistyped(styled, random) : styled;
};
