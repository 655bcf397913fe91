import { inForce } from '@temkin/kernel';
import {
  askAgainAt,
  CHANNELS,
  DOCUMENT_KINDS,
  deviceChangeCheck,
  fieldsAnswered,
  identityRetryMinutes,
  judgeVerification,
  MATCHED_FIELDS,
  MEASURES,
  POINTS,
  registrationRules,
  rulesOf,
  verificationRules,
  type FieldAnswer,
  type MatchedField,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const vietnam = (text: string): number => Date.parse(`${text}+07:00`);

const NOW = vietnam('2026-11-22T10:00:00');

const rulesAt = (at: number) => inForce(verificationRules, at).value;

const all = (answer: FieldAnswer): Readonly<Record<MatchedField, FieldAnswer>> => ({
  identityNumber: answer,
  name: answer,
  birthDate: answer,
  face: answer,
});

describe('the ways of verification', () => {
  it('compare four fields since 15 April 2026, and three before', () => {
    for (const [at, count] of [
      ['2026-04-14T23:59:59', 3],
      ['2026-04-15T00:00:00', 4],
    ] as const)
      expect(new Set(rulesAt(vietnam(at)).map(({ fields }) => fields.length))).toEqual(new Set([count]));
  });

  it('are there for every document of a person that may be registered, at every point', () => {
    for (const at of [vietnam('2024-12-24T00:00:00'), vietnam('2025-06-01T00:00:00'), NOW]) {
      const { citizen, foreigner } = inForce(registrationRules, at).value.documents;
      for (const document of [...citizen, ...foreigner])
        for (const channel of POINTS)
          expect(rulesOf(rulesAt(at), { document, channel }), `${document} at ${channel}`).not.toEqual([]);
    }
  });

  it('want somebody to stand there who has nothing that a database knows', () => {
    const onLine = DOCUMENT_KINDS.filter(
      (document) => rulesOf(rulesAt(NOW), { document, channel: 'app' }).length > 0,
    );
    expect(onLine).toEqual(['identity-card', 'chipless-card', 'electronic-identity', 'passport']);
  });

  it('want a recorded call and a code wherever neither service nor chip was asked', () => {
    for (const { source, method, measures } of rulesAt(NOW))
      expect(measures).toEqual(source === 'papers' || method === 'compared' ? MEASURES : []);
    expect(CHANNELS).toHaveLength(4);
  });

  it('name their law and their day', () => {
    for (const { source } of [...verificationRules, ...deviceChangeCheck])
      expect(source).toMatch(/^(Decree 163\/2024|Circular 08\/2026).* Arts? \d/);
  });
});

describe('a verification', () => {
  const electronic = rulesAt(NOW).find(({ method }) => method === 'electronic');
  const compared = rulesAt(NOW).find(({ method }) => method === 'compared');
  if (electronic === undefined || compared === undefined) throw new Error('no rules');

  it('is one where all four fields match', () => {
    expect(judgeVerification(electronic, { fields: all('match'), measures: [], ordinal: 7 })).toEqual({
      is: 'verified',
    });
  });

  it.each(MATCHED_FIELDS)('fails by one field that does not match, whatever else is missing: %s', (field) => {
    for (const others of ['match', 'not-told'] as const)
      expect(
        judgeVerification(compared, {
          fields: { ...all(others), [field]: 'mismatch' },
          measures: [],
          ordinal: 2,
        }),
      ).toEqual({ is: 'mismatch', fields: [field] });
  });

  it('is incomplete without its call, and without its code from the second number on', () => {
    for (const [measures, ordinal, missing] of [
      [[], 2, ['recorded-call', 'code']],
      [[], 1, ['recorded-call']],
      [['recorded-call'], 1, []],
      [['recorded-call'], 2, ['code']],
      [['recorded-call', 'code'], 2, []],
    ] as const)
      expect(judgeVerification(compared, { fields: all('match'), measures, ordinal })).toEqual(
        missing.length === 0 ? { is: 'verified' } : { is: 'incomplete', missing },
      );
  });

  it('of a changed device is the face alone', () => {
    const { fields } = inForce(deviceChangeCheck, NOW).value;
    const judge = (face: FieldAnswer) =>
      judgeVerification({ fields, measures: [] }, { fields: { face }, measures: [], ordinal: 1 }).is;
    expect([judge('match'), judge('mismatch'), judge('not-told')]).toEqual([
      'verified',
      'mismatch',
      'incomplete',
    ]);
  });

  it('is one exactly where nothing is wrong and nothing is missing', () => {
    const answer = fc.constantFrom<FieldAnswer>('match', 'mismatch', 'not-told');
    fc.assert(
      fc.property(
        fc.record(
          { identityNumber: answer, name: answer, birthDate: answer, face: answer },
          { requiredKeys: [] },
        ),
        fc.subarray([...MEASURES]),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(...rulesAt(NOW)),
        (fields, measures, ordinal, rule) => {
          const verdict = judgeVerification(rule, { fields, measures, ordinal });
          const told = rule.fields.map((field) => fields[field]);
          const areMeasuresThere = rule.measures.every(
            (measure) => measures.includes(measure) || (measure === 'code' && ordinal === 1),
          );
          expect(verdict.is === 'verified').toBe(told.every((each) => each === 'match') && areMeasuresThere);
          expect(verdict.is === 'mismatch').toBe(told.includes('mismatch'));
        },
      ),
    );
  });
});

describe('a source of identities', () => {
  it('says nothing of the fields where it was not reached, and that the number is wrong where it knows nobody', () => {
    expect(fieldsAnswered({ is: 'timeout' })).toBeUndefined();
    expect(fieldsAnswered({ is: 'outage' })).toBeUndefined();
    expect(fieldsAnswered({ is: 'unknown', reference: 'r', answeredAt: NOW })).toEqual({
      identityNumber: 'mismatch',
    });
    const fields = all('match');
    expect(fieldsAnswered({ is: 'answered', fields, reference: 'r', answeredAt: NOW })).toBe(fields);
  });

  it('is asked again after a minute, and during a long outage once an hour', () => {
    const { value } = inForce(identityRetryMinutes, NOW);
    expect([1, 2, 3, 4, 5, 50].map((tries) => (askAgainAt(value, tries, NOW) - NOW) / 60_000)).toEqual([
      1, 5, 15, 60, 60, 60,
    ]);
  });
});
