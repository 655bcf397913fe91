/** Grave, acute, tilde, hook above, dot below: the five tones that are written. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/** One Vietnamese syllable without its tone: what it begins with, vowels, what it ends with. */
const SYLLABLE =
  /^(ngh|ng|nh|gh|gi(?=[aăâeêioôơuưy])|kh|ph|qu(?=[aăâeêioôơy])|th|tr|ch|[bcdđghklmnpqrstvx])?([aăâeêioôơuưy]+)(ch|nh|ng|[cmnpt])?$/u;

/**
 * A word in lower case with its tone where the older spelling has it: `hoà` becomes `hòa`, `thuý` `thúy`, `qúy` `quý`. A word
 * that is no Vietnamese syllable, or has not just one tone, stays as it is (`josé`). NFC; what was composed in another order
 * of marks comes out the same.
 */
export const placeTone = (word: string): string => {
  const apart = word.normalize('NFD');
  const [tone, another] = apart.match(TONES) ?? [];
  if (tone === undefined || another !== undefined) return word.normalize('NFC');
  const bare = apart.replaceAll(TONES, '').normalize('NFC');
  const [, onset = '', vowels, coda = ''] = SYLLABLE.exec(bare) ?? [];
  if (vowels === undefined) return word.normalize('NFC');
  const at = bearer(vowels, coda !== '');
  return (onset + vowels.slice(0, at + 1) + tone + vowels.slice(at + 1) + coda).normalize('NFC');
};

/** Which vowel bears the tone: one with a mark of its own, else by how many there are and whether a consonant follows. */
const bearer = (vowels: string, closed: boolean): number => {
  const marked = vowels.search(/[ăâêôơ](?!.*[ăâêôơ])/u);
  if (marked >= 0) return marked;
  const horned = vowels.indexOf('ư');
  if (horned >= 0) return horned;
  if (closed) return vowels.length - 1;
  return vowels.length === 3 ? 1 : 0;
};
