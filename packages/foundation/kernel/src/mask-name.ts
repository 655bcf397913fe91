/** Stars that stand for the rest of a word: always three, so that the length of a name does not show. */
const STARS = '***';

/** Letters with a case or without one; not modifier letters, which print as marks. */
const LETTER = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]/u;

/**
 * A name as a stranger may read it: the first letter of its first word and of its last, each with three stars
 * (`Nguyễn Văn An` is `N*** A***`); of a single word one letter (`A***`); of nothing, or of no letter at all, nothing.
 *
 * NFKC first, so that a letter typed with combining marks, full-width or as a ligature is one letter. Words without a
 * letter (emoji, digits, a phone number written into the name) do not show. Idempotent: a masked name stays as it is.
 */
export const maskName = (name: string): string => {
  const initials = name.normalize('NFKC').split(/\s+/u).flatMap(initialOf);
  return (initials.length <= 2 ? initials : [initials[0], initials.at(-1)]).join(' ');
};

const initialOf = (word: string): readonly string[] => {
  // Upper case may be two letters (ß); only the first is shown.
  const [initial] = LETTER.exec(word)?.[0].toUpperCase() ?? '';
  return initial === undefined ? [] : [initial + STARS];
};
