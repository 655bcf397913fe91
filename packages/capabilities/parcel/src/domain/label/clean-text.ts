/**
 * The text as Temkin keeps it: Unicode NFC, each run of white space (ECMAScript `\s`) one space, none at either end.
 * Nothing else changes: `hòa` and `hoà` stay as they were typed.
 */
export const normalizeText = (text: string): string => text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();

/** Whether a text is well-formed Unicode without control characters (general category Cc). */
export const isCleanText = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text);

/** Whether the white space of a text is folded as `normalizeText` folds it. */
export const isFoldedText = (text: string): boolean => !/^ | $| {2}|[^\S ]/u.test(text);
