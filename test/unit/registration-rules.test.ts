import { laterDay } from '@temkin/kernel';
import {
  CHANNELS,
  decideRegistration,
  DOCUMENT_KINDS,
  PAPERS,
  REGISTRATION_REASONS,
  registrationRules,
  VERIFICATION_METHODS,
  type RegistrationQuestion,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const vietnam = (text: string): number => Date.parse(`${text}+07:00`);

const TODAY = '2026-11-22';
const NOW = vietnam(`${TODAY}T10:00:00`);

/** A grown citizen with a card of the police, who registers a first number on line. */
const CITIZEN: RegistrationQuestion = {
  at: NOW,
  holder: 'citizen',
  use: 'person',
  payment: 'prepaid',
  channel: 'app',
  registrant: 'holder',
  document: 'identity-card',
  documentExpiresOn: '2031-01-01',
  birthDate: '1990-02-03',
  numbersHeld: 0,
  papers: ['confirmation'],
  hasCode: false,
  method: 'chip',
};

const CHILD: RegistrationQuestion = {
  ...CITIZEN,
  holder: 'child',
  birthDate: '2016-11-22',
  papers: ['confirmation', 'guardianConsent', 'relationshipProof'],
};

const BABY: RegistrationQuestion = {
  ...CHILD,
  birthDate: '2022-01-01',
  registrant: 'guardian',
  registrantDocument: 'identity-card',
  document: 'birth-certificate',
  documentExpiresOn: undefined,
  papers: ['confirmation', 'relationshipProof'],
};

const COMPANY: RegistrationQuestion = {
  at: NOW,
  holder: 'organisation',
  use: 'machine',
  payment: 'prepaid',
  channel: 'own-fixed',
  registrant: 'representative',
  registrantDocument: 'identity-card',
  document: 'enterprise-certificate',
  numbersHeld: 500,
  papers: ['contract', 'authorisation'],
  hasCode: false,
  method: 'chip',
};

const reasonsOf = (question: RegistrationQuestion): readonly string[] => {
  const verdict = decideRegistration(question);
  return verdict.allowed ? [] : verdict.reasons;
};

describe('a registration', () => {
  it.each([
    ['a first number on line', CITIZEN, 1, 'holder'],
    ['a third one on line', { ...CITIZEN, numbersHeld: 2 }, 3, 'holder'],
    [
      'a fourth one by contract at an own fixed point',
      { ...CITIZEN, numbersHeld: 3, channel: 'own-fixed', papers: ['contract'] },
      4,
      'holder',
    ],
    [
      'a ninth one just so, for there is no cap',
      { ...CITIZEN, numbersHeld: 8, channel: 'own-fixed', papers: ['contract'] },
      9,
      'holder',
    ],
    [
      'a fourth one that is paid afterwards, at an authorised point',
      { ...CITIZEN, numbersHeld: 3, payment: 'postpaid', channel: 'authorised-fixed', papers: ['contract'] },
      4,
      'holder',
    ],
    ['a child of ten years by itself, with consent', CHILD, 1, 'holder'],
    ['a small child by its parent', BABY, 1, 'guardian'],
    [
      'a small child that has no papers, by the papers of its parent',
      { ...BABY, document: undefined, papers: ['confirmation'] },
      1,
      'guardian',
    ],
    ['a company’s machines by who was sent', COMPANY, 501, 'representative'],
    [
      'a company’s machines by who speaks for it by law',
      { ...COMPANY, papers: ['contract'], isLegalRepresentative: true },
      501,
      'representative',
    ],
    [
      'a company’s number by the person who will use it',
      { ...COMPANY, use: 'person', registrant: 'user' },
      501,
      'user',
    ],
    [
      'a visitor by the immigration database, on line',
      { ...CITIZEN, holder: 'foreigner', document: 'passport', method: 'immigration' },
      1,
      'holder',
    ],
  ] as const)('is allowed of %s', (_what, question, ordinal, verifies) => {
    expect(decideRegistration(question)).toEqual({
      allowed: true,
      ordinal,
      verifies,
      policyId: 'registration-rules',
    });
  });

  it.each<[string, RegistrationQuestion, readonly string[]]>([
    [
      'a fourth number on line',
      { ...CITIZEN, numbersHeld: 3, papers: ['contract'] },
      ['ONLINE_LIMIT', 'CONTRACT_ELSEWHERE'],
    ],
    [
      'a fourth on line that is paid afterwards',
      { ...CITIZEN, numbersHeld: 3, payment: 'postpaid', papers: ['contract'] },
      ['ONLINE_LIMIT'],
    ],
    [
      'a fourth at a point on wheels',
      { ...CITIZEN, numbersHeld: 3, channel: 'own-mobile', papers: ['contract'] },
      ['CONTRACT_ELSEWHERE'],
    ],
    [
      'a fourth at an authorised point',
      { ...CITIZEN, numbersHeld: 3, channel: 'authorised-fixed', papers: ['contract'] },
      ['CONTRACT_ELSEWHERE'],
    ],
    ['a fourth without contract', { ...CITIZEN, numbersHeld: 3, channel: 'own-fixed' }, ['CONTRACT_MISSING']],
    ['a third without confirmation', { ...CITIZEN, numbersHeld: 2, papers: [] }, ['CONFIRMATION_MISSING']],
    [
      'a second without code, where nothing stands for it',
      { ...CITIZEN, numbersHeld: 1, document: 'chipless-card', method: 'compared' },
      ['CODE_MISSING'],
    ],
    [
      'a visitor’s second without code, face to face',
      {
        ...CITIZEN,
        numbersHeld: 1,
        holder: 'foreigner',
        document: 'passport',
        method: 'face-to-face',
        channel: 'own-fixed',
      },
      ['CODE_MISSING'],
    ],
    [
      'a visitor by papers on line',
      { ...CITIZEN, holder: 'foreigner', document: 'passport', method: 'face-to-face' },
      ['METHOD_NOT_ALLOWED'],
    ],
    [
      'somebody of undetermined nationality on line',
      { ...CITIZEN, document: 'identity-certificate', method: 'face-to-face' },
      ['METHOD_NOT_ALLOWED'],
    ],
    ['a card without chip by its chip', { ...CITIZEN, document: 'chipless-card' }, ['METHOD_NOT_ALLOWED']],
    [
      'nine digits',
      { ...CITIZEN, document: 'old-identity-card' },
      ['DOCUMENT_NOT_ALLOWED', 'METHOD_NOT_ALLOWED'],
    ],
    [
      'a card that ended yesterday',
      { ...CITIZEN, documentExpiresOn: laterDay(TODAY, -1) },
      ['DOCUMENT_EXPIRED'],
    ],
    [
      'somebody for a grown person',
      { ...CITIZEN, registrant: 'guardian', registrantDocument: 'identity-card' },
      ['REGISTRANT_NOT_ALLOWED'],
    ],
    ['a child as a grown person', { ...CITIZEN, birthDate: '2011-11-23' }, ['HOLDER_KIND_WRONG']],
    ['somebody of fifteen as a child', { ...CHILD, birthDate: '2011-11-22' }, ['HOLDER_KIND_WRONG']],
    [
      'a child without consent',
      { ...CHILD, papers: ['confirmation', 'relationshipProof'] },
      ['CONSENT_MISSING'],
    ],
    [
      'a child of a parent who shows nothing',
      { ...CHILD, papers: ['confirmation', 'guardianConsent'] },
      ['RELATIONSHIP_UNPROVEN'],
    ],
    [
      'a small child by a document that no child has',
      { ...BABY, document: 'enterprise-certificate' },
      ['DOCUMENT_NOT_ALLOWED'],
    ],
    ['a grown person who shows nothing', { ...CITIZEN, document: undefined }, ['METHOD_NOT_ALLOWED']],
    ['a child of five by itself', { ...CHILD, birthDate: '2020-11-23' }, ['GUARDIAN_NEEDED']],
    [
      'a small child whose parent shows a card without chip, by the chip',
      { ...BABY, registrantDocument: 'chipless-card' },
      ['METHOD_NOT_ALLOWED'],
    ],
    ['a company without authorisation', { ...COMPANY, papers: ['contract'] }, ['AUTHORISATION_MISSING']],
    ['a company’s number for nobody', { ...COMPANY, use: 'person' }, ['REGISTRANT_NOT_ALLOWED']],
    [
      'a company’s machine by a person who would use it',
      { ...COMPANY, registrant: 'user' },
      ['REGISTRANT_NOT_ALLOWED'],
    ],
    [
      'a company’s number by a user who shows nothing',
      {
        ...COMPANY,
        use: 'person',
        registrant: 'user',
        registrantDocument: 'birth-certificate',
      },
      ['METHOD_NOT_ALLOWED'],
    ],
    [
      'everything at once',
      {
        ...CITIZEN,
        numbersHeld: 9,
        papers: [],
        document: 'old-identity-card',
        method: 'compared',
        documentExpiresOn: '2024-12-31',
        registrant: 'representative',
        birthDate: '2020-01-01',
      },
      [
        'ONLINE_LIMIT',
        'CONTRACT_ELSEWHERE',
        'CONTRACT_MISSING',
        'CODE_MISSING',
        'DOCUMENT_NOT_ALLOWED',
        'DOCUMENT_EXPIRED',
        'METHOD_NOT_ALLOWED',
        'REGISTRANT_NOT_ALLOWED',
        'HOLDER_KIND_WRONG',
        'AUTHORISATION_MISSING',
      ],
    ],
  ])('is refused of %s, with every reason', (_what, question, reasons) => {
    expect(reasonsOf(question)).toEqual(reasons);
  });

  it('takes a card on its last day, and a child from its sixth birthday and up to its fifteenth', () => {
    expect(reasonsOf({ ...CITIZEN, documentExpiresOn: TODAY })).toEqual([]);
    expect(reasonsOf({ ...CHILD, birthDate: '2020-11-22' })).toEqual([]);
    expect(reasonsOf({ ...CHILD, birthDate: '2011-11-23' })).toEqual([]);
  });

  it('takes a year alone for whatever kind it may be, and no small child by itself by it', () => {
    expect(reasonsOf({ ...CITIZEN, birthDate: '2011' })).toEqual([]);
    expect(reasonsOf({ ...CHILD, birthDate: '2011' })).toEqual([]);
    expect(reasonsOf({ ...CHILD, birthDate: '2020' })).toEqual(['GUARDIAN_NEEDED']);
  });

  it('goes by the record of its day', () => {
    const nine = { ...CITIZEN, document: 'old-identity-card', method: 'compared' } as const;
    expect(reasonsOf({ ...nine, at: vietnam('2024-12-31T23:59:59') })).toEqual([]);
    expect(reasonsOf({ ...nine, at: vietnam('2025-01-01T00:00:00') })).toEqual(['DOCUMENT_NOT_ALLOWED']);
    const second = { ...CITIZEN, numbersHeld: 1, method: 'compared' } as const;
    expect(reasonsOf({ ...second, at: vietnam('2026-04-14T23:59:59') })).toEqual(['CODE_MISSING']);
    // From the circular on the chip stands for the code; without the circular there was no such way.
    expect(reasonsOf({ ...second, method: 'chip', at: vietnam('2026-04-14T23:59:59') })).toEqual([
      'CODE_MISSING',
      'METHOD_NOT_ALLOWED',
    ]);
    expect(reasonsOf({ ...second, method: 'chip', at: vietnam('2026-04-15T00:00:00') })).toEqual([]);
    expect(() => decideRegistration({ ...CITIZEN, at: vietnam('2024-12-23T23:59:59') })).toThrow(
      'no policy record',
    );
  });

  const question: fc.Arbitrary<RegistrationQuestion> = fc.record({
    at: fc.constantFrom(NOW, vietnam('2025-03-01T10:00:00')),
    holder: fc.constantFrom('citizen', 'foreigner', 'child', 'organisation'),
    use: fc.constantFrom('person', 'machine'),
    payment: fc.constantFrom('prepaid', 'postpaid'),
    channel: fc.constantFrom(...CHANNELS),
    registrant: fc.constantFrom('holder', 'guardian', 'user', 'representative'),
    document: fc.constantFrom(...DOCUMENT_KINDS),
    documentExpiresOn: fc.option(fc.constantFrom('2024-01-01', '2030-01-01'), { nil: undefined }),
    birthDate: fc.option(fc.constantFrom('1970-01-01', '2012-06-01', '2019-01-01', '2024-01-01'), {
      nil: undefined,
    }),
    numbersHeld: fc.nat({ max: 12 }),
    papers: fc.subarray([...PAPERS]),
    hasCode: fc.boolean(),
    registrantDocument: fc.constantFrom(...DOCUMENT_KINDS),
    method: fc.constantFrom(...VERIFICATION_METHODS),
  });

  it('is never allowed on line above the third, nor prepaid above it without contract at an own fixed point', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const isAllowed = decideRegistration(asked).allowed;
        const isAbove = asked.numbersHeld >= 3;
        expect(isAllowed && isAbove && asked.channel === 'app').toBe(false);
        const isProper = asked.channel === 'own-fixed' && asked.papers.includes('contract');
        expect(isAllowed && isAbove && asked.payment === 'prepaid' && !isProper).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is refused less, never more, for a paper or a code more', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const before = reasonsOf(asked);
        const after = reasonsOf({ ...asked, hasCode: true, papers: PAPERS });
        expect(after.filter((reason) => !before.includes(reason))).toEqual([]);
        const own = /^(CODE|CONTRACT|CONFIRMATION|CONSENT)_MISSING$/;
        expect(after.filter((reason) => own.test(reason))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives its reasons in one order and each once', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const places = reasonsOf(asked).map((reason) =>
          REGISTRATION_REASONS.findIndex((each) => each === reason),
        );
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('the rules of registration', () => {
  it('name their law and their day', () => {
    for (const { source, validFrom } of registrationRules) {
      expect(source).toMatch(
        /^(Decree 163\/2024|Circular 08\/2026|Law on Identification 26\/2023).* Arts? \d/,
      );
      expect(new Date(validFrom).toISOString().slice(0, 10)).toBe(validFrom);
    }
  });
});
