/** What people and networks write between digits (RFC 3966 §3, visual separators) and before them. */
const SEPARATORS = /[\s().-]/g;

/** Country code and subscriber number: 7 to 15 digits (E.164 §6.2.1). */
const CANONICAL = /^[1-9]\d{6,14}$/;

/** Vietnam's country code, and the trunk prefix that stands for it at home. */
const COUNTRY = '84';
const TRUNK = '0';

/** The longest that is looked at: 15 digits, each with a separator, and a plus. */
const LONGEST = 32;

/** Whether a text is a telephone number in the canonical form of a PASSporT. */
export const isCanonicalNumber = (text: string): boolean => CANONICAL.test(text);

/**
 * A telephone number in the canonical form of a PASSporT (RFC 8224 §8.3): country code first, digits alone. What begins with
 * one zero is read as Vietnamese. Undefined where it is no number that every network knows: a short code, a star, letters.
 */
export const canonicalNumber = (text: string): string | undefined => {
  if (text.length > LONGEST) return undefined;
  const digits = text.replace(/^\+/, '').replaceAll(SEPARATORS, '');
  const international =
    digits.startsWith(TRUNK) && !text.startsWith('+') ? COUNTRY + digits.slice(TRUNK.length) : digits;
  return isCanonicalNumber(international) ? international : undefined;
};
