/** What a terminal obeys (C0, C1), and what turns the direction of text; tab and the ends of lines are text. */
const OBEYED = /(?![\t\r\n])[\p{Cc}\p{Bidi_Control}]/gu;

/**
 * Text that a terminal shows and does not obey, others' words in it: such characters stand as JSON would escape them, so that
 * what is JSON stays so.
 */
export const printable = (text: string): string =>
  text.replaceAll(OBEYED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
