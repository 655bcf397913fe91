/** Digits of Crockford's base 32: none is taken for another. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** So many hexadecimal digits of the claim's id are 80 bits, which is sixteen digits of a receipt. */
const ID_DIGITS = 20;

const RECEIPT_DIGITS = 16;

/**
 * The code by which whoever filed a claim asks what became of it: sixteen digits in fours, `7ZQ4-0KDM-…`, of its id. It names nobody and
 * shows nobody; who guesses a million times a second meets one of a million claims in forty years.
 */
export const claimReceipt = (claimId: string): string => {
  const digits = BigInt(`0x${claimId.slice(0, ID_DIGITS)}`)
    .toString(32)
    .padStart(RECEIPT_DIGITS, '0');
  const written = Array.from(digits, (digit) => DIGITS[Number.parseInt(digit, 32)] ?? '').join('');
  return written.match(/.{4}/g)?.join('-') ?? written;
};

/** A receipt as somebody types it, in the form that it was given in; undefined for what is none. */
export const typedReceipt = (typed: string): string | undefined => {
  const digits = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(digits) ? digits.match(/.{4}/g)?.join('-') : undefined;
};
