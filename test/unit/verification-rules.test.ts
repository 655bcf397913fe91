import { inForce } from '@temkin/kernel';
import {
  askAgainAt,
  asksForCode,
  chooseVerification,
  CHANNELS,
  DOCUMENT_KINDS,
  deviceChangeCheck,
  fieldsAnswered,
  identityRetryMinutes,
  judgeVerification,
  MATCHED_FIELDS,
  MEASURES,
  NUMBER_USES,
  begunSince,
  movesOfVerification,
  POINTS,
  registrationRules,
  rulesOf,
  timelinesStoppedBy,
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
    expect(judgeVerification(electronic, { fields: all('match'), measures: [], asksForCode: true })).toEqual({
      is: 'verified',
    });
  });

  it.each(MATCHED_FIELDS)('fails by one field that does not match, whatever else is missing: %s', (field) => {
    for (const others of ['match', 'not-told'] as const)
      expect(
        judgeVerification(compared, {
          fields: { ...all(others), [field]: 'mismatch' },
          measures: [],
          asksForCode: true,
        }),
      ).toEqual({ is: 'mismatch', fields: [field] });
  });

  it('is incomplete without its call, and without its code from the second number on', () => {
    const citizens = { holder: 'citizen', use: 'person' } as const;
    for (const [measures, ordinal, missing] of [
      [[], 2, ['recorded-call', 'code']],
      [[], 1, ['recorded-call']],
      [['recorded-call'], 1, []],
      [['recorded-call'], 2, ['code']],
      [['recorded-call', 'code'], 2, []],
    ] as const)
      expect(
        judgeVerification(compared, {
          fields: all('match'),
          measures,
          asksForCode: asksForCode({ ...citizens, ordinal }, inForce(registrationRules, NOW).value),
        }),
      ).toEqual(missing.length === 0 ? { is: 'verified' } : { is: 'incomplete', missing });
  });

  it('of what an organisation has, or of a machine’s number, wants no code, which nobody could be sent', () => {
    const rules = inForce(registrationRules, NOW).value;
    for (const ordinal of [1, 2, 7]) {
      for (const use of NUMBER_USES)
        expect(asksForCode({ holder: 'organisation', use, ordinal }, rules)).toBe(false);
      for (const holder of ['citizen', 'foreigner', 'child'] as const) {
        expect(asksForCode({ holder, use: 'machine', ordinal }, rules)).toBe(false);
        expect(asksForCode({ holder, use: 'person', ordinal }, rules)).toBe(ordinal > 1);
      }
    }
  });

  it('of a changed device is the face alone', () => {
    const { fields } = inForce(deviceChangeCheck, NOW).value;
    const judge = (face: FieldAnswer) =>
      judgeVerification({ fields, measures: [] }, { fields: { face }, measures: [], asksForCode: false }).is;
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
        fc.boolean(),
        fc.constantFrom(...rulesAt(NOW)),
        (fields, measures, isAsked, rule) => {
          const verdict = judgeVerification(rule, { fields, measures, asksForCode: isAsked });
          const told = rule.fields.map((field) => fields[field]);
          const areMeasuresThere = rule.measures.every(
            (measure) => measures.includes(measure) || (measure === 'code' && !isAsked),
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

describe('the way that is gone', () => {
  const asked = { wants: 'identity', channel: 'own-fixed' } as const;

  it('is one that is open to the document there on that day, the electronic one before all others', () => {
    const card = { ...asked, document: 'identity-card' } as const;
    expect(chooseVerification(card, NOW)).toMatchObject({ way: { method: 'electronic' } });
    expect(chooseVerification({ ...card, method: 'chip' }, NOW)).toMatchObject({
      way: { method: 'chip', source: 'card-chip' },
    });
    for (const closed of [
      { ...card, method: 'immigration' as const },
      { ...asked, document: 'birth-certificate' as const },
      { ...asked, channel: 'app' as const, document: 'identity-certificate' as const },
      asked,
    ])
      expect(chooseVerification(closed, NOW)).toEqual({ is: 'not-open' });
    expect(chooseVerification(card, vietnam('2024-12-23T23:59:59'))).toEqual({ is: 'not-open' });
  });

  it('of a face asks for the face alone, of nothing but a database or a chip, since 15 June 2026', () => {
    const face = { wants: 'face', channel: 'own-fixed', document: 'passport' } as const;
    expect(chooseVerification(face, NOW)).toMatchObject({
      way: { source: 'immigration', fields: ['face'], measures: [] },
      policies: ['verification-rules', 'device-change-check'],
    });
    for (const [wish, at] of [
      [{ ...face, method: 'face-to-face' } as const, NOW],
      [face, vietnam('2026-06-14T23:59:59')],
    ] as const)
      expect(chooseVerification(wish, at)).toEqual({ is: 'not-open' });
  });
});

const run = (startedAt: number) => ({ timeline: 'wrong-information', startedAt }) as const;

const finding = (foundAt: number) => ({ timeline: 'device-change', foundAt }) as const;

describe('what a verification settles', () => {
  const HELD = {
    state: 'suspended-one-way',
    holds: (['wrong-information', 'device-change', 'holder-request', 'imported'] as const).map((cause) => ({
      cause,
      level: 'one-way' as const,
    })),
  } as const;

  it.each([
    ['identity', 'population', MATCHED_FIELDS, ['wrong-information', 'device-change', 'imported']],
    ['identity', 'papers', MATCHED_FIELDS, ['wrong-information', 'imported']],
    ['identity', 'population', ['identityNumber', 'name', 'birthDate'], ['wrong-information', 'imported']],
    ['face', 'population', ['face'], ['device-change']],
  ] as const)('of the %s, by %s with %j', (wants, source, fields, causes) => {
    const made = { wants, way: { source, fields }, at: NOW, begunSince: [] };
    expect(movesOfVerification(HELD, made)).toEqual(
      causes.map((cause) => ({ name: 'lift', cause, because: 'verified' })),
    );
    expect(timelinesStoppedBy(made)).toEqual(causes.filter((cause) => cause !== 'imported'));
    const pending = movesOfVerification({ state: 'pending', holds: [] }, made);
    expect(pending).toEqual(wants === 'identity' ? [{ name: 'verify' }] : []);
  });

  it('leaves out what began after it was asked for, by a timeline or by a finding that stands', () => {
    const way = { source: 'population', fields: MATCHED_FIELDS } as const;
    const settled = (...began: Parameters<typeof begunSince>) => {
      const made = { wants: 'identity', way, at: NOW, begunSince: begunSince(...began) } as const;
      expect(movesOfVerification(HELD, made).map((move) => move.name === 'lift' && move.cause)).toEqual([
        ...timelinesStoppedBy(made),
        'imported',
      ]);
      return timelinesStoppedBy(made);
    };
    expect(settled(NOW, [run(NOW)], [finding(NOW)])).toEqual(['wrong-information', 'device-change']);
    expect(settled(NOW, [run(NOW + 1)], [finding(NOW)])).toEqual(['device-change']);
    expect(settled(NOW, [run(NOW)], [finding(NOW + 1)])).toEqual(['wrong-information']);
    const withdrawn = { ...finding(NOW + 1), withdrawnAt: NOW + 2 };
    expect(settled(NOW, [], [withdrawn])).toEqual(['wrong-information', 'device-change']);
  });
});
