/**
 * What a normalizer answers: the one form of a value that is kept and indexed, or why there is none. Forms are frozen: the
 * blind indexes are made of them, so a form that changes is another version of the index (`FORMS_VERSION`).
 */
export type Normal<Value, Fault extends string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Fault };

/**
 * Counts whenever any normalizer answers another form for any text than before: then the indexes are made anew. Since 2 a district
 * (`Huyện Thanh Oai, Hà Nội`) is no commune that is called so.
 */
export const FORMS_VERSION = 2;

/** The form of a value. */
export const normal = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
  ok: true,
  value,
});

/** Why a value has no form. */
export const faulty = <Fault extends string>(
  fault: Fault,
): { readonly ok: false; readonly fault: Fault } => ({ ok: false, fault });

/** Characters that do not print: zero-width spaces and joiners, soft hyphen, byte-order mark, marks of direction. */
const UNPRINTED = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu;

/** NFC, what does not print left out, each run of white space one space, none at either end. */
export const foldedText = (text: string): string =>
  text.normalize('NFC').replaceAll(UNPRINTED, '').replaceAll(/\s+/gu, ' ').trim();

/** As `foldedText`, in NFKC (full-width digits are digits), upper case, without the spaces, dots and dashes that people write into numbers. */
export const bareNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(UNPRINTED, '')
    .replaceAll(/[\s.\-\u2010-\u2015]/gu, '')
    .toUpperCase();
