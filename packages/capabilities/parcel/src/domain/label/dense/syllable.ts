import { once } from '@temkin/kernel';
import { formsByTone, isVowel, TONE_COUNT, toneOf, withTone } from './letters.ts';

/** How a Vietnamese syllable can begin, in the order in which beginnings are coded. */
export const ONSETS: readonly string[] =
  ' b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' ');

/** How it can go on, without its tone, in the order in which rhymes are coded. */
export const RHYMES: readonly string[] = (
  'a ai ao au ay ac am an ang anh ach ap at ă ăc ăm ăn ăng ăp ăt â âu ây âc âm ân âng âp ât e eo ec em en eng ep et ' +
  'ê êu êch êm ên êng ênh êp êt i ia iu ich im in inh ip it iêu iêc iêm iên iêng iêp iêt o oi oc om on ong op ot oa oai ' +
  'oao oay oac oam oan oang oanh oach oap oat oăc oăm oăn oăng oăt oe oeo oen oet oong ooc ô ôi ôc ôm ôn ông ôp ôt ' +
  'ơ ơi ơm ơn ơp ơt u ua ui uc um un ung up ut uân uâng uât uây uê uêch uênh uêu uôi uôc uôm uôn uông uôt uơ uy uya ' +
  'uych uyn uynh uyt uyu uyên uyêt uyp ư ưa ưi ưu ưc ưm ưn ưng ưt ươi ươu ươc ươm ươn ương ươp ươt y yêu yêm yên ' +
  'yêng yêt ynh yt'
).split(' ');

/** A syllable taken apart. */
export interface Syllable {
  /** Place in ONSETS. */
  readonly onset: number;
  /** Place in RHYMES. */
  readonly rhyme: number;
  /** 0 to 5; see letters.ts. */
  readonly tone: number;
  /** Whether the tone stands where the newer spelling puts it: `hoà`, not `hòa`. */
  readonly isNewSpelling: boolean;
}

/** Where old and new spelling differ: the last letter of these bears the tone in the new one. */
const OPEN_PAIRS = new Set(['oa', 'oe', 'uy']);

const tonePlaceOf = (rhyme: string): number => {
  const vowels = Array.from(rhyme, isVowel).lastIndexOf(true) + 1;
  const marked = Array.from(rhyme, (letter) => 'ăâêôơư'.includes(letter)).lastIndexOf(true);
  if (marked >= 0) return marked;
  // The first of two vowels that end the syllable; the second where a third one or a consonant follows.
  return vowels > 1 && (vowels > 2 || vowels < rhyme.length) ? 1 : 0;
};

/** Rhymes with their tones: of each rhyme the six in the older spelling, then the six in the newer. */
const tonedRhymes = once((): readonly (readonly string[])[] =>
  RHYMES.map((rhyme) => {
    const places = [tonePlaceOf(rhyme), OPEN_PAIRS.has(rhyme) ? 1 : tonePlaceOf(rhyme)];
    return places.flatMap((place) =>
      Array.from(
        formsByTone(rhyme.charAt(place)),
        (vowel) => rhyme.slice(0, place) + vowel + rhyme.slice(place + 1),
      ),
    );
  }),
);

/** Whether old and new spelling of a syllable differ. */
export const hasTwoSpellings = ({ rhyme, tone }: Pick<Syllable, 'rhyme' | 'tone'>): boolean =>
  tone > 0 && OPEN_PAIRS.has(RHYMES[rhyme] ?? '');

/** A syllable as it is written, in small letters. */
export const writeSyllable = ({ onset, rhyme, tone, isNewSpelling }: Syllable): string =>
  (ONSETS[onset] ?? '') + (tonedRhymes()[rhyme]?.[isNewSpelling ? tone + TONE_COUNT : tone] ?? '');

const PLACE_OF_ONSET = new Map(ONSETS.map((onset, place) => [onset, place]));
const PLACE_OF_RHYME = new Map(RHYMES.map((rhyme, place) => [rhyme, place]));
const LONGEST_ONSET = 3;

/**
 * Takes a word in small letters apart, with the longest beginning that leaves a rhyme; undefined where it is no syllable,
 * or its tone stands where neither spelling puts it.
 */
export const readSyllable = (word: string): Syllable | undefined => {
  let tone = 0;
  let toneless = '';
  for (const letter of word) {
    const found = toneOf(letter);
    if (found > 0 && tone > 0) return undefined;
    tone += found;
    toneless += found > 0 ? withTone(letter, 0) : letter;
  }
  for (let length = Math.min(LONGEST_ONSET, toneless.length - 1); length >= 0; length -= 1) {
    const onset = PLACE_OF_ONSET.get(toneless.slice(0, length));
    const rhyme = PLACE_OF_RHYME.get(toneless.slice(length));
    if (onset === undefined || rhyme === undefined) continue;
    const old = { onset, rhyme, tone, isNewSpelling: false };
    if (writeSyllable(old) === word) return old;
    const renewed = { ...old, isNewSpelling: true };
    return hasTwoSpellings(renewed) && writeSyllable(renewed) === word ? renewed : undefined;
  }
  return undefined;
};

const newSpellings = once(
  (): ReadonlyMap<string, string> =>
    new Map(
      RHYMES.flatMap((rhyme, place) => {
        if (!OPEN_PAIRS.has(rhyme)) return [];
        const toned = tonedRhymes()[place] ?? [];
        return toned.slice(1, TONE_COUNT).map((old, i) => [old, toned[TONE_COUNT + 1 + i] ?? old] as const);
      }),
    ),
);

/** A listed word in the newer spelling; undefined where it has only one. Only syllables end in these two letters. */
export const inNewSpelling = (word: string): string | undefined => {
  const ending = newSpellings().get(word.slice(-2));
  return ending === undefined ? undefined : word.slice(0, -2) + ending;
};
