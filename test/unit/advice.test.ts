import {
  badgeAdvice,
  callAdvice,
  callerHistoryText,
  CHECK_RESULTS,
  CITIZEN_REPLIES,
  historyAdvice,
  isPlainText,
  PAYMENT_RESULTS,
  paymentAdvice,
  type Advice,
} from '@temkin/caller-id/domain';
import { describe, expect, it } from 'vitest';

const POSITIVE: ReadonlySet<string> = new Set(['MATCH', 'CONFIRMED', 'OFFICIAL', 'told']);

/** Everything that a citizen is told with an answer, on the page and by text. */
const texts: readonly (readonly [about: string, result: string, text: Advice])[] = [
  ...CHECK_RESULTS.map((result) => ['call', result, callAdvice[result]] as const),
  ...CHECK_RESULTS.filter((result) => result !== 'CONFIRMED').map(
    (result) => ['badge', result, badgeAdvice[result]] as const,
  ),
  ...PAYMENT_RESULTS.map((result) => ['payment', result, paymentAdvice[result]] as const),
  ['history', 'told', historyAdvice],
];

const replies = CHECK_RESULTS.map(
  (result) => ['text', result, { vi: CITIZEN_REPLIES.vi[result], en: CITIZEN_REPLIES.en[result] }] as const,
);

/** Words that promise what nobody can. */
const PROMISES = {
  en: /\bsafe(?:ly|ty)?\b|\bsecure|\bguarantee|\btrust|\bno risk|\bdo not worry|\breliab/gi,
  vi: /an toàn|an toan|đảm bảo|bảo đảm|tin cậy|tin tưởng|yên tâm|không rủi ro/gi,
};

/** The one way in which that word is used. */
const DENIALS = {
  en: /not (?:the same as )?safe to pay|not mean that it is safe to pay/gi,
  vi: /(?:không có nghĩa là chuyển tiền sẽ an toàn|khong co nghia la an toan de chuyen tien|an toan de chuyen tien)/gi,
};

describe('what a citizen is told', () => {
  it.each([...texts, ...replies])(
    'promises nobody safety, in either language: %s %s',
    (_, __, { vi, en }) => {
      expect(en.replaceAll(DENIALS.en, '').match(PROMISES.en)).toBeNull();
      expect(vi.replaceAll(DENIALS.vi, '').match(PROMISES.vi)).toBeNull();
    },
  );

  it.each([...texts, ...replies].filter(([, result]) => POSITIVE.has(result)))(
    'says with good news that genuine is not safe to pay: %s %s',
    (_, __, { vi, en }) => {
      expect(en).toMatch(DENIALS.en);
      expect(vi).toMatch(/không có nghĩa là chuyển tiền sẽ an toàn|khong co nghia la an toan/);
    },
  );

  it.each(texts.filter(([, result]) => !POSITIVE.has(result)))(
    'says without any where to turn, and nothing against whoever called: %s %s',
    (_, __, { vi, en }) => {
      for (const word of ['113', '156', 'ngân hàng']) expect(vi).toContain(word);
      for (const word of ['113', '156', 'bank']) expect(en).toContain(word);
      expect(`${vi} ${en}`).not.toMatch(/fraud|scam|lừa đảo|giả mạo|fake/i);
    },
  );

  it.each(texts)(
    'names no other number to call, no address and no code to read out: %s %s',
    (_, __, { vi, en }) => {
      for (const text of [vi, en]) {
        expect(text.match(/\d{3,}/g)?.filter((number) => number !== '113' && number !== '156') ?? []).toEqual(
          [],
        );
        expect(text).not.toMatch(/https?:|www\.|@/);
      }
      expect(en).not.toMatch(/\b(?:read|tell|say) (?:the|your) (?:code|caller)/i);
    },
  );

  it.each(texts)('is whole sentences in each language: %s %s', (_, __, { vi, en }) => {
    for (const text of [vi, en]) {
      expect(text).toMatch(/^\p{Lu}.*\.$/u);
      expect(text).toBe(text.normalize('NFC'));
      expect(text).not.toMatch(/ {2}| \.|\.\p{L}/u);
    }
    expect(vi).toMatch(/[ạảấầậắặẹẻếềểễệịọỏốồộớờợụủứừựỳỵđ]/);
    expect(en).toMatch(/^[ -~’]+$/);
  });
});

describe('the history of calls', () => {
  it('is told as what was declared, whatever it has, and not as the call that rings', () => {
    expect(historyAdvice.en).not.toMatch(/this number|this call|4-digit code/);
    expect(historyAdvice.vi).not.toMatch(/từ số này|cuộc gọi này|mã 4 số/);
    expect(historyAdvice.en).toContain('not in the list');
    expect(historyAdvice.vi).toContain('không có trong danh sách');
  });
});

describe('the message with a code for the own number', () => {
  it('fits one message on every telephone, begins with the code, and says to give it to nobody', () => {
    const text = callerHistoryText('00481920', 10);
    expect(isPlainText(text)).toBe(true);
    expect(text).toMatch(/^00481920 .*10 phut.*Khong dua ma nay cho bat ky ai/);
  });
});
