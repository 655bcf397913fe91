import {
  CHECK_RESULTS,
  CITIZEN_REPLIES,
  isPlainText,
  menuAnswer,
  parseCitizenText,
  PROMPTS,
  toPoolPhone,
  voiceMenu,
} from '@temkin/caller-id/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('a text to the company', () => {
  it.each([
    ['KT 0901234567', 'vi', '+84901234567', undefined],
    ['kt 0901234567 4827', 'vi', '+84901234567', '4827'],
    ['  Kt   0901 234 567  4827 ', 'vi', '+84901234567', '4827'],
    ['KT 0901 234 567', 'vi', '+84901234567', undefined],
    ['KT 090.123.4567', 'vi', '+84901234567', undefined],
    ['KT 024 7100 0001', 'vi', '+842471000001', undefined],
    ['KT 024 7100 0001 0042', 'vi', '+842471000001', '0042'],
    ['KT +84 24 71000001', 'vi', '+842471000001', undefined],
    ['CHECK 02471000001 4827', 'en', '+842471000001', '4827'],
    ['ck 02471000001', 'en', '+842471000001', undefined],
    ['KT 1900545481', 'vi', '+841900545481', undefined],
    ['KT 1900 54 54 81 4827', 'vi', '+841900545481', '4827'],
    ['KT 1800 1234', 'vi', '+8418001234', undefined],
    ['KT 1900 1234 4827', 'vi', '+8419001234', '4827'],
    ['KT +84 1900 545481', 'vi', '+841900545481', undefined],
    ['CHECK 84 18001234 4827', 'en', '+8418001234', '4827'],
  ])('asks about a call: %s', (text, language, callingNumber, spokenCode) => {
    expect(parseCitizenText(text)).toEqual({
      kind: 'check',
      language,
      callingNumber,
      ...(spokenCode !== undefined && { spokenCode }),
    });
  });

  it.each([
    ['', 'vi'],
    ['KT', 'vi'],
    ['KT 4827', 'vi'],
    ['KT 0901234567 48271', 'vi'],
    ['KT abc', 'vi'],
    ['0901234567', 'vi'],
    ['Ai goi toi vay?', 'vi'],
    ['CHECK', 'en'],
    ['help', 'en'],
  ])('asks for help where it is nothing else: %s', (text, language) => {
    expect(parseCitizenText(text)).toEqual({ kind: 'help', language });
  });

  it('is read whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1_000 }), (text) => {
        const question = parseCitizenText(text);
        const shown = question.kind === 'check' ? question.callingNumber : '+84901234567';
        expect(shown).toMatch(/^\+[1-9]\d{8,14}$/);
      }),
    );
  });

  it('asks about a hotline as the company has registered it, by text and by keys', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^1[89]00(?:\d{4}|\d{6})$/), (hotline) => {
        const callingNumber = toPoolPhone(hotline);
        expect(callingNumber).toBeDefined();
        expect(parseCitizenText(`KT ${hotline} 4827`)).toMatchObject({ callingNumber, spokenCode: '4827' });
        expect(voiceMenu([hotline, '4827'])).toMatchObject({ callingNumber, spokenCode: '4827' });
      }),
    );
  });

  it('finds the number and the code again in whatever groups somebody writes them', () => {
    const grouped = fc
      .tuple(fc.stringMatching(/^0[2-9]\d{8,9}$/), fc.array(fc.nat({ max: 11 }), { maxLength: 4 }))
      .map(([number, cuts]) => ({
        number,
        text: cuts
          .toSorted((a, b) => b - a)
          .reduce((text, at) => `${text.slice(0, at)} ${text.slice(at)}`, number),
      }));
    fc.assert(
      fc.property(grouped, fc.stringMatching(/^\d{4}$/), ({ number, text }, code) => {
        expect(parseCitizenText(`KT ${text} ${code}`)).toMatchObject({
          callingNumber: `+84${number.slice(1)}`,
          spokenCode: code,
        });
      }),
    );
  });
});

describe('a text of ours', () => {
  const replies = Object.entries(CITIZEN_REPLIES).flatMap(([language, texts]) =>
    Object.entries(texts).map(([about, text]) => [`${language} ${about}`, text] as const),
  );

  it.each(replies)('fits one message on every telephone: %s', (_, text) => {
    expect(isPlainText(text)).toBe(true);
  });

  it('says with every good news that genuine is not safe to pay', () => {
    for (const result of ['MATCH', 'CONFIRMED'] as const) {
      expect(CITIZEN_REPLIES.vi[result]).toContain('khong co nghia la an toan de chuyen tien');
      expect(CITIZEN_REPLIES.en[result]).toMatch(/not (?:the same as )?safe to pay/);
    }
  });

  it('is no message where it has a letter that counts twice or is not in the alphabet, or is too long', () => {
    const strange = fc.stringMatching(/^[^A-Za-z0-9 !"#$%&'()*+,./:;<=>?@_-]$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{0,80}$/), strange, (text, letter) => {
        expect(isPlainText(text + letter)).toBe(false);
      }),
    );
    for (const [length, fits] of [
      [160, true],
      [161, false],
    ] as const)
      expect(isPlainText('x'.repeat(length))).toBe(fits);
  });
});

describe('the voice menu', () => {
  it('asks for the number, then for the code', () => {
    expect(voiceMenu([])).toEqual({ language: 'vi', play: ['welcome', 'enter-number'], next: 'collect' });
    expect(voiceMenu(['02471000001'])).toEqual({
      language: 'vi',
      play: ['enter-code-or-hash'],
      next: 'collect',
    });
    expect(voiceMenu(['02471000001', '4827'])).toEqual({
      kind: 'check',
      language: 'vi',
      callingNumber: '+842471000001',
      spokenCode: '4827',
    });
  });

  it('checks without a code where the hash key alone is pressed', () => {
    expect(voiceMenu(['02471000001', ''])).toEqual({
      kind: 'check',
      language: 'vi',
      callingNumber: '+842471000001',
    });
  });

  it('goes on in English where 9 is pressed first', () => {
    expect(voiceMenu(['9'])).toEqual({ language: 'en', play: ['enter-number'], next: 'collect' });
    expect(voiceMenu(['9', '02471000001', '4827'])).toMatchObject({ language: 'en', spokenCode: '4827' });
  });

  it('asks again for what it does not understand, and hangs up at the third time', () => {
    expect(voiceMenu(['12'])).toMatchObject({ play: ['not-understood', 'enter-number'], next: 'collect' });
    expect(voiceMenu(['12', '02471000001', '9'])).toMatchObject({
      play: ['not-understood', 'enter-code-or-hash'],
    });
    expect(voiceMenu(['1', '2', '3'])).toMatchObject({ next: 'hang-up' });
    expect(voiceMenu(['12', '02471000001', '9', '8'])).toMatchObject({ next: 'hang-up' });
  });

  it('ends in a check or in goodbye, whatever keys are pressed', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\d{0,11}$/), { minLength: 8, maxLength: 8 }), (entries) => {
        const ends = entries.findIndex((_, at) => {
          const step = voiceMenu(entries.slice(0, at + 1));
          return 'kind' in step || step.next === 'hang-up';
        });
        expect(ends).toBeGreaterThan(-1);
      }),
    );
  });

  it('has a recording for every result, and then says goodbye', () => {
    for (const result of CHECK_RESULTS) {
      const { play, next } = menuAnswer('vi', result);
      expect([play.length, play[1], next]).toEqual([2, 'goodbye', 'hang-up']);
      expect(play.every((prompt) => PROMPTS.includes(prompt))).toBe(true);
    }
  });
});
