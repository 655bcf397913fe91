/** A letter at a size: what a picture of it depends on. */
export interface Letter {
  readonly codePoint: number;
  /** Dots an em, whole. */
  readonly emDots: number;
  readonly bold: boolean;
}

/** Letters that are kept: all of some twenty sizes. */
const MOST_LETTERS = 8_192;

/** Makes something of each letter once, and again when there are too many of them. Nothing else of a text is kept. */
export const perLetter = <Made>(make: (letter: Letter) => Made): ((letter: Letter) => Made) => {
  const made = new Map<number, Made>();
  return (letter) => {
    // 21 bits of code point (Unicode has no more), then the weight, then the size.
    const key = letter.codePoint + 0x20_0000 * (2 * letter.emDots + (letter.bold ? 1 : 0));
    const known = made.get(key);
    if (known !== undefined) return known;
    if (made.size >= MOST_LETTERS) made.clear();
    const fresh = make(letter);
    made.set(key, fresh);
    return fresh;
  };
};
