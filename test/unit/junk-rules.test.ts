import {
  isHeld,
  judgeBucket,
  judgePerson,
  type GroupFact,
  type JunkHit,
  type SweptPerson,
} from '@temkin/subscriber/domain';
import {
  ALL_JUNK_RULES,
  factsOf,
  JUNK_RULES,
  junkLimits,
  normalizeIdentityNumber,
  normalizeMsisdn,
  normalizeName,
  readPersonalNumber,
  sweepTerms,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { communeInForce } from '@temkin/administrative-units';
import { generatedRegistry, REGISTRY_NOW, sweptPerson } from '../support/generated-registry.ts';
import { plantedJunk } from '../support/planted-junk.ts';
import { seededChoice } from '../support/seeded-choice.ts';

const TERMS = sweepTerms(REGISTRY_NOW);

/** A sweep in one piece. */
const sweep = (persons: readonly SweptPerson[]): readonly JunkHit[] => [
  ...persons.flatMap((person) => judgePerson(person, TERMS)),
  ...judgeBucket(persons.flatMap(factsOf), TERMS),
];

const shown = (hits: readonly Pick<JunkHit, 'rule' | 'code' | 'subscriptionIds'>[]): readonly string[] =>
  hits.map(({ rule, code, subscriptionIds }) => `${rule} ${code} ${subscriptionIds.join(' ')}`).toSorted();

const planted = plantedJunk();

/** The numbers with which a planted case is explained. */
const numbersOf = (what: string): readonly JunkHit['numbers'][] =>
  sweep(planted.find((each) => each.what === what)?.persons ?? []).map(({ numbers }) => numbers);

const honest = [...generatedRegistry(3_000, 8)].map(sweptPerson);

describe('the rules', () => {
  it.each(planted)('find what is planted, and nothing of a near miss: $what', ({ persons, hits }) => {
    expect(shown(sweep(persons))).toEqual(shown(hits));
  });

  it('find all that is planted in a registry of honest people, and nothing else', () => {
    const persons = [...honest, ...planted.flatMap(({ persons: each }) => each)];
    expect(shown(sweep(persons))).toEqual(shown(planted.flatMap(({ hits }) => hits)));
  });

  it('find nothing among 20,000 honest people', () => {
    expect(shown(sweep([...generatedRegistry(20_000, 88, 100_000)].map(sweptPerson)))).toEqual([]);
  });

  it('are each planted twice and missed twice at least', () => {
    for (const rule of JUNK_RULES)
      expect(
        planted.flatMap(({ hits }) => hits).filter((hit) => hit.rule === rule).length,
        rule,
      ).toBeGreaterThanOrEqual(2);
    expect(planted.filter(({ hits }) => hits.length === 0).length).toBeGreaterThanOrEqual(
      2 * JUNK_RULES.length,
    );
  });

  it('find the same in parts, in whatever order, and where parts are swept twice', () => {
    const persons = [...honest.slice(0, 50), ...planted.flatMap(({ persons: each }) => each)];
    const whole = sweep(persons).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 16 }), (seed, buckets) => {
        const choice = seededChoice(seed);
        const byHit = new Map<string, JunkHit>();
        const parts: GroupFact[][] = Array.from({ length: buckets }, () => []);
        for (const person of persons) {
          const facts = factsOf(person);
          for (const fact of choice.between(0, 3) === 0 ? [...facts, ...facts] : facts) {
            const part = parts[fact.key.length % buckets];
            if (choice.between(0, 1) === 0) part?.push(fact);
            else part?.unshift(fact);
          }
          for (const hit of judgePerson(person, TERMS)) byHit.set(hit.key, hit);
        }
        for (const hit of [...parts, ...parts].flatMap((part) => judgeBucket(part, TERMS)))
          byHit.set(hit.key, hit);
        expect([...byHit.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  it('name each hit by itself', () => {
    const keys = sweep(planted.flatMap(({ persons }) => persons)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('say why in codes, numbers and ids, and hand nothing on that is somebody’s', () => {
    const persons = planted.flatMap((each) => each.persons);
    const some = honest.slice(0, 200);
    for (const { rule, code, numbers, severity } of sweep(persons)) {
      expect(JUNK_RULES).toContain(rule);
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(Object.values(numbers).every((number) => Number.isSafeInteger(number))).toBe(true);
      expect(numbers.found).toBeGreaterThanOrEqual(1);
      expect(severity).toBe(ALL_JUNK_RULES.find(({ id }) => id === rule)?.severity);
    }
    const told = JSON.stringify([
      some.flatMap(factsOf),
      sweep(some),
      sweep(persons),
      persons.flatMap(factsOf),
    ]);
    const secrets = [...some, ...persons].flatMap(({ identityNumber, birthDate }) => [
      identityNumber ?? '001090123456',
      birthDate ?? '1990-05-06',
    ]);
    expect([...new Set(secrets)].filter((secret) => secret.length > 4 && told.includes(secret))).toEqual([]);
  });

  it('explain with the numbers that a report needs', () => {
    expect(numbersOf('five on line on one document, of a person who is registered twice')).toEqual([
      { found: 2, held: 5, highest: 5, limit: 3 },
    ]);
    expect(numbersOf('a fifth without contract')).toEqual([{ found: 1, held: 5, highest: 5, limit: 3 }]);
    expect(numbersOf('two names on one document')).toEqual([{ found: 2, names: 2, limit: 1 }]);
    expect(numbersOf('121 in a shop in an hour, of 125')).toEqual([{ found: 121, perHour: 121, limit: 120 }]);
    expect(numbersOf('181 days of silence')).toEqual([{ found: 1, days: 181, limit: 180 }]);
    expect(numbersOf('a device changed two hours and a moment ago')).toEqual([
      { found: 1, hours: 2, limit: 2 },
    ]);
    expect(numbersOf('a document that ended yesterday')).toEqual([{ found: 1, days: 1 }]);
    expect(numbersOf('a sibling')).toEqual([{ found: 1, wrong: 1 }]);
  });

  it('carry no more ids than the limit of evidence, and say how many there were', () => {
    const limits = { ...TERMS.limits, evidence: 3 };
    const many = planted.find(({ what }) => what.startsWith('61 at an agent in less'));
    const [hit] = judgeBucket(many?.persons.flatMap(factsOf) ?? [], { ...TERMS, limits });
    expect(hit).toMatchObject({ numbers: { found: 61 } });
    expect([hit?.personIds.length, hit?.subscriptionIds.length]).toEqual([3, 3]);
    expect(hit?.subscriptionIds).toEqual(many?.hits[0]?.subscriptionIds.slice(0, 3));
  });

  it('are in the catalogue once each, with a law and what they need', () => {
    expect(ALL_JUNK_RULES.map(({ id }) => id).toSorted()).toEqual([...JUNK_RULES].toSorted());
    for (const { source, needs } of ALL_JUNK_RULES) {
      expect(source).toMatch(/^(Decree|Circular) \d+\/20\d\d.* Arts? \d/);
      expect(needs.length).toBeGreaterThan(0);
    }
    for (const { source } of junkLimits) expect(source).toMatch(/^Temkin default: .{20}/);
  });

  it('are about numbers that somebody has', () => {
    const gone = planted
      .flatMap(({ persons }) => persons)
      .map((person) => ({
        ...person,
        subscriptions: person.subscriptions.map((each) => ({
          ...each,
          state: 'terminated' as const,
          endedAt: each.endedAt ?? REGISTRY_NOW,
        })),
      }));
    expect(gone.some(({ subscriptions }) => subscriptions.some(isHeld))).toBe(false);
    // A point that was too fast was too fast, whatever became of the numbers.
    expect(new Set(sweep(gone).map(({ rule }) => rule))).toEqual(new Set(['point-too-fast']));
  });
});

describe('a generated registry', () => {
  const persons = [...generatedRegistry(5_000, 8)];

  it('is the same for the same seed, and another for another', () => {
    const again = JSON.stringify([...generatedRegistry(50, 8)]);
    expect(JSON.stringify([...generatedRegistry(50, 8)])).toBe(again);
    expect(JSON.stringify([...generatedRegistry(50, 9)])).not.toBe(again);
  });

  it('has people of all kinds, whose names, numbers and births are in order', () => {
    const counts = new Map<string, number>();
    const faults: string[] = [];
    for (const {
      kind,
      name,
      identityNumber,
      birthDate,
      sex,
      nationality,
      address,
      subscriptions,
      personId,
    } of persons) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      const identity =
        kind === 'foreigner'
          ? ({ kind: 'passport', number: identityNumber, issuer: nationality } as const)
          : ({
              kind: kind === 'organisation' ? 'legal-entity' : 'personal',
              number: identityNumber,
            } as const);
      const told = identity.kind === 'personal' ? readPersonalNumber(identityNumber) : undefined;
      const areRight = [
        normalizeName(name, kind === 'organisation' ? 'organisation' : 'person').ok,
        name === name.normalize('NFC'),
        normalizeIdentityNumber(identity).ok,
        told === undefined || (told.sex === sex && told.birthYear === Number(birthDate?.slice(0, 4))),
        communeInForce(address.communeCode, REGISTRY_NOW) !== undefined ||
          communeInForce(address.communeCode, Date.parse('2025-08-01')) !== undefined,
        subscriptions.length > 0,
        subscriptions.every(({ msisdn, use }) => normalizeMsisdn(msisdn, use).ok),
        subscriptions.every(({ channel, pointId }) => (channel === 'app') === (pointId === undefined)),
        subscriptions.every(
          ({ registeredAt, endedAt }) => registeredAt < REGISTRY_NOW && (endedAt ?? 0) < REGISTRY_NOW,
        ),
      ];
      if (areRight.includes(false)) faults.push(`${personId} ${areRight.indexOf(false)}`);
    }
    expect(faults).toEqual([]);
    for (const kind of ['citizen', 'child', 'foreigner', 'organisation'])
      expect(counts.get(kind), kind).toBeGreaterThan(100);
    expect(
      persons.filter(({ name }) => /[\u0300-\u036f]/.test(name.normalize('NFD'))).length,
    ).toBeGreaterThan(3_000);
  });

  it('gives no id, number or identity twice, not to two registries side by side either', () => {
    const both = [...persons, ...generatedRegistry(1_000, 9, 5_000)];
    const numbers = both.flatMap(({ subscriptions }) => subscriptions.map(({ msisdn }) => msisdn));
    const ids = both.flatMap(({ personId, subscriptions }) => [
      personId,
      ...subscriptions.map((each) => each.subscriptionId),
    ]);
    const identities = both.map(({ identityNumber }) => identityNumber);
    for (const values of [numbers, ids, identities]) expect(new Set(values).size).toBe(values.length);
  });
});
