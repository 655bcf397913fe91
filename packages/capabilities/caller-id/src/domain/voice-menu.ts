import type { CheckResult } from './check-results.ts';
import type { CitizenLanguage, CitizenQuestion } from './citizen-texts.ts';
import { HOTLINE, parseCitizenText } from './citizen-texts.ts';

/** Recordings of the voice menu, each in both languages. */
export const PROMPTS = [
  'welcome',
  'enter-number',
  'enter-code-or-hash',
  'not-understood',
  'match',
  'confirmed',
  'no-match',
  'cannot-check',
  'goodbye',
] as const;

export type Prompt = (typeof PROMPTS)[number];

/** What the menu does next: plays recordings, and waits for keys until the hash key or hangs up. */
export interface MenuStep {
  readonly language: CitizenLanguage;
  readonly play: readonly Prompt[];
  readonly next: 'collect' | 'hang-up';
}

/** Pressed first, it asks for English. */
const ENGLISH_KEY = '9';

/** Wrong entries after which the menu says goodbye. */
const TRIES = 3;

/** A number by keys: the prefix of the country is a zero, for keypads have no plus; or a hotline. */
const isNumber = (entry: string): boolean => /^0\d{9,10}$/.test(entry) || HOTLINE.test(entry);

const CODE = /^\d{4}$/;

/** What a menu plays for a result, before it says goodbye. */
const PROMPT_OF: Readonly<Record<CheckResult, Prompt>> = {
  MATCH: 'match',
  CONFIRMED: 'confirmed',
  NO_MATCH: 'no-match',
  CANNOT_CHECK: 'cannot-check',
};

/**
 * Where somebody is in the menu, by what was entered so far: the next step, or what to check. It keeps nothing between steps:
 * first comes `9` for English or at once the number that is calling, then the code that the caller says, or the hash key alone.
 */
export const voiceMenu = (
  entries: readonly string[],
): MenuStep | Extract<CitizenQuestion, { kind: 'check' }> => {
  const language = entries[0] === ENGLISH_KEY ? 'en' : 'vi';
  const typed = language === 'en' ? entries.slice(1) : entries;
  const at = typed.findIndex(isNumber);
  const afterNumber = at === -1 ? [] : typed.slice(at + 1);
  const wrong = (at === -1 ? typed : typed.slice(0, at)).length;
  const bad = afterNumber.filter((entry) => entry !== '' && !CODE.test(entry)).length;
  if (wrong + bad >= TRIES) return { language, play: ['not-understood', 'goodbye'], next: 'hang-up' };
  const collect = (...play: readonly Prompt[]): MenuStep => ({ language, play, next: 'collect' });
  if (at === -1) {
    if (entries.length === 0) return collect('welcome', 'enter-number');
    return wrong === 0 ? collect('enter-number') : collect('not-understood', 'enter-number');
  }
  const ending = afterNumber.find((entry) => entry === '' || CODE.test(entry));
  if (ending === undefined)
    return bad === 0 ? collect('enter-code-or-hash') : collect('not-understood', 'enter-code-or-hash');
  const question = parseCitizenText(`${language === 'en' ? 'CK' : 'KT'} ${typed[at] ?? ''} ${ending}`);
  return question.kind === 'check'
    ? question
    : { language, play: ['not-understood', 'goodbye'], next: 'hang-up' };
};

/** What the menu says of a result. */
export const menuAnswer = (language: CitizenLanguage, result: CheckResult): MenuStep => ({
  language,
  play: [PROMPT_OF[result], 'goodbye'],
  next: 'hang-up',
});
