import {
  CHANNELS,
  checkRecord,
  checkVerifiedAt,
  FAULT_CODES,
  faultRules,
  FIELD_NAMES,
  FIELDS,
  HOLDER_KINDS,
  NUMBER_USES,
  PAYMENTS,
  type FaultCode,
  type PartyRecord,
  type SubscriberRecord,
} from '@temkin/subscriber/domain';
import { inForce } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKED_AT, CITIZEN, completeRecord } from '../support/subscriber-records.ts';

const citizenWith = (party: PartyRecord): SubscriberRecord => {
  const record = completeRecord();
  return { ...record, holder: { ...record.holder, ...party } };
};

const numberWith = (changes: Partial<SubscriberRecord['subscription']>): SubscriberRecord => {
  const record = completeRecord();
  return { ...record, subscription: { ...record.subscription, ...changes } };
};

const childWith = (changes: Partial<SubscriberRecord['holder']>): SubscriberRecord => {
  const record = completeRecord({ kind: 'child' });
  return { ...record, holder: { ...record.holder, ...changes } };
};

/** The record without what a pointer names. */
const without = (record: SubscriberRecord, pointer: string): SubscriberRecord => {
  // Not a structured clone, in which parties that are the same stay the same.
  const copy = JSON.parse(JSON.stringify(record)) as SubscriberRecord;
  const steps = pointer.split('/').slice(1);
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>((part, step) => Reflect.get(part as object, step), copy);
  Reflect.deleteProperty(parent as object, last);
  return copy;
};

/** Every field that a record has, by its pointer. */
const pointersOf = (record: SubscriberRecord): readonly string[] => {
  const { guardian = {}, representative = {}, ...holder } = record.holder;
  const { user = {}, ...subscription } = record.subscription;
  const parts = {
    '/holder': holder,
    '/holder/guardian': guardian,
    '/holder/representative': representative,
    '/subscription': subscription,
    '/subscription/user': user,
  };
  const names: readonly string[] = FIELD_NAMES;
  return Object.entries(parts).flatMap(([pointer, part]) =>
    Object.keys(part)
      .filter((field) => names.includes(field))
      .map((field) => `${pointer}/${field}`),
  );
};

const VARIANTS = HOLDER_KINDS.flatMap((kind) =>
  NUMBER_USES.flatMap((use) =>
    CHANNELS.flatMap((channel) =>
      PAYMENTS.flatMap((payment) => [1, 3, 4].map((ordinal) => ({ kind, use, channel, payment, ordinal }))),
    ),
  ),
);

const codesOf = (record: SubscriberRecord, at = CHECKED_AT): readonly FaultCode[] =>
  checkRecord(record, at).map(({ code }) => code);

const passport = (issuer: string) => ({ kind: 'passport', number: 'B1234567', issuer }) as const;

/** Whether a record without what a pointer names has a fault there. */
const required = (record: SubscriberRecord, pointer: string): boolean =>
  checkRecord(without(record, pointer), CHECKED_AT).some((fault) => fault.pointer === pointer);

describe('the fields of the registry', () => {
  const fields = inForce(FIELDS, CHECKED_AT).value;

  it('are the fifteen of Decree 163/2024, and what its Article 17 wants besides', () => {
    const numbers = fields.flatMap(({ number }) => number ?? []);
    expect([...new Set(numbers)].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 15 }, (_, at) => at + 1),
    );
    expect(fields.map(({ field }) => field).toSorted()).toEqual([...FIELD_NAMES].toSorted());
  });

  it('show nothing of a person where they are masked clear', () => {
    const clear = fields.filter(({ mask }) => mask === 'clear');
    expect(clear.every((field) => field.class === 'service')).toBe(true);
    expect(fields.filter((field) => field.class === 'service')).toEqual(clear);
  });
});

describe('a record that lacks nothing', () => {
  it.each(VARIANTS)('has no fault: $kind, $use, $channel, $payment, $ordinal', (variant) => {
    expect(checkRecord(completeRecord(variant), CHECKED_AT)).toEqual([]);
  });

  it('misses each required field by its own code and pointer, and nothing else', () => {
    for (const variant of VARIANTS) {
      const record = completeRecord(variant);
      for (const pointer of pointersOf(record)) {
        const field = pointer.slice(pointer.lastIndexOf('/') + 1);
        const code = `missing-${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
        const faults = checkRecord(without(record, pointer), CHECKED_AT);
        expect(faults.filter((fault) => fault.pointer !== pointer || fault.code !== code)).toEqual([]);
      }
    }
  });
});

describe('what is required', () => {
  it('of the first three prepaid numbers is a signed confirmation, of the fourth and of every postpaid one a contract', () => {
    for (const ordinal of [1, 3]) {
      expect(required(completeRecord({ ordinal }), '/subscription/confirmation')).toBe(true);
      expect(required(completeRecord({ ordinal }), '/subscription/contract')).toBe(false);
    }
    expect(required(completeRecord({ ordinal: 4 }), '/subscription/contract')).toBe(true);
    expect(required(completeRecord({ ordinal: 4 }), '/subscription/confirmation')).toBe(false);
    expect(required(completeRecord({ payment: 'postpaid' }), '/subscription/contract')).toBe(true);
  });

  it('in person is the point, on line none', () => {
    for (const channel of CHANNELS)
      expect(required(completeRecord({ channel }), '/subscription/point')).toBe(channel !== 'app');
    expect(required(without(completeRecord(), '/subscription/channel'), '/subscription/point')).toBe(true);
  });

  it('of a number that is not served yet is no start, of one that ended an end', () => {
    expect(codesOf(without(numberWith({ state: 'pending' }), '/subscription/serviceStart'))).toEqual([]);
    expect(codesOf(numberWith({ state: 'terminated' }))).toEqual(['missing-service-end']);
  });

  it('of an organisation is every person who uses a number, and for its machines who came', () => {
    const person = completeRecord({ kind: 'organisation', use: 'person' });
    const machine = completeRecord({ kind: 'organisation', use: 'machine' });
    expect(required(person, '/subscription/user/portrait')).toBe(true);
    expect(required(person, '/holder/representative/portrait')).toBe(false);
    expect(required(machine, '/holder/representative/portrait')).toBe(true);
    expect(codesOf(without(person, '/subscription/user'))).toEqual([
      'missing-name',
      'missing-birth-date',
      'missing-identity',
      'missing-address',
      'missing-document',
      'missing-document-images',
      'missing-portrait',
    ]);
  });

  it('of who came for an organisation is an authorisation, unless it was the legal representative', () => {
    const record = completeRecord({ kind: 'organisation', use: 'machine' });
    const { representedBy: _, ...holder } = record.holder;
    expect(required(record, '/holder/authorisation')).toBe(true);
    expect(
      required(
        { ...record, holder: { ...holder, representedBy: 'legal-representative' } },
        '/holder/authorisation',
      ),
    ).toBe(false);
  });

  it('of a child of six with a number of its own are its papers with consent and proof', () => {
    for (const pointer of ['/holder/portrait', '/holder/guardianConsent', '/holder/relationshipProof'])
      expect(required(childWith({}), pointer), pointer).toBe(true);
    expect(required(childWith({}), '/holder/guardian/portrait')).toBe(false);
  });

  it('of a younger child, and of one without a number, are the papers of its guardian', () => {
    const young = childWith({
      birthDate: '2021-05-01',
      identity: { kind: 'personal', number: '001221012345' },
    });
    for (const record of [young, without(childWith({}), '/holder/identity')]) {
      expect(codesOf(record)).toEqual([]);
      expect(required(record, '/holder/guardian/portrait')).toBe(true);
      expect(required(record, '/holder/portrait')).toBe(false);
      expect(required(record, '/holder/guardianConsent')).toBe(false);
    }
  });

  it('is a value: blanks, empty lists and numbers without digits are none', () => {
    expect(
      codesOf(citizenWith({ name: '', documentImages: [], identity: { kind: 'personal', number: '' } })),
    ).toEqual(['missing-name', 'missing-identity', 'missing-document-images']);
    expect(codesOf(citizenWith({ address: { printed: '' } }))).toEqual(['missing-address']);
    expect(codesOf(numberWith({ msisdn: '' }))).toEqual(['missing-msisdn']);
  });
});

/** A record with one fault, for every code that is about what a record has. */
const FAULTY: readonly (readonly [
  code: FaultCode,
  pointer: string,
  record: SubscriberRecord,
  why?: string,
])[] = [
  ['malformed-name', '/holder/name', citizenWith({ name: 'Nguyễn Văn 2' }), 'not-a-name'],
  ['malformed-birth-date', '/holder/birthDate', citizenWith({ birthDate: '1990-02-30' }), 'no-such-day'],
  [
    'malformed-identity',
    '/holder/identity',
    citizenWith({ identity: { kind: 'personal', number: '1190012345' } }),
    'not-twelve-digits',
  ],
  ['malformed-address', '/holder/address', citizenWith({ address: { printed: '12/3' } }), 'not-an-address'],
  ['malformed-msisdn', '/subscription/msisdn', numberWith({ msisdn: '02438252525' }), 'not-a-mobile-number'],
  [
    'malformed-document',
    '/holder/document',
    citizenWith({ document: { kind: 'identity-card', issuedOn: '01/02/2024' } }),
  ],
  [
    'too-many-images',
    '/holder/documentImages',
    citizenWith({ documentImages: Array.from({ length: 21 }, () => CITIZEN.portrait) }),
  ],
  [
    'identity-kind-not-allowed',
    '/holder/identity',
    citizenWith({ identity: { kind: 'legal-entity', number: '0100109106' } }),
  ],
  [
    'old-identity-number',
    '/holder/identity',
    citizenWith({ identity: { kind: 'old-nine-digit', number: '012345678' } }),
  ],
  ['birth-date-disagrees', '/holder/identity', citizenWith({ birthDate: '1991-01-31' })],
  ['sex-disagrees', '/holder/identity', citizenWith({ document: { kind: 'identity-card', sex: 'male' } })],
  [
    'birth-date-in-future',
    '/holder/birthDate',
    childWith({ birthDate: '2026-11-24', identity: { kind: 'personal', number: '001226012345' } }),
  ],
  [
    'birth-date-implausible',
    '/holder/birthDate',
    citizenWith({ birthDate: '1900-01-31', identity: { kind: 'personal', number: '001100012345' } }),
  ],
  ['birth-date-without-day', '/holder/birthDate', citizenWith({ birthDate: '1990' })],
  [
    'holder-is-a-child',
    '/holder/kind',
    citizenWith({ birthDate: '2011-11-24', identity: { kind: 'personal', number: '001311012345' } }),
  ],
  [
    'holder-is-no-child',
    '/holder/kind',
    childWith({ birthDate: '2011-11-23', identity: { kind: 'personal', number: '001211012345' } }),
  ],
  [
    'guardian-not-of-age',
    '/holder/guardian/birthDate',
    childWith({
      guardian: {
        ...CITIZEN,
        birthDate: '2008-11-24',
        identity: { kind: 'personal', number: '001308012345' },
      },
    }),
  ],
  [
    'document-expired',
    '/holder/document',
    citizenWith({ document: { kind: 'identity-card', expiresOn: '2026-11-22' } }),
  ],
  [
    'portrait-without-time',
    '/holder/portrait',
    citizenWith({ portrait: { imageId: 'image', sha256: 'ab'.repeat(32) } }),
  ],
  [
    'portrait-in-future',
    '/holder/portrait',
    citizenWith({ portrait: { ...CITIZEN.portrait, takenAt: CHECKED_AT + 1 } }),
  ],
  [
    'service-ends-before-it-starts',
    '/subscription/serviceEnd',
    numberWith({ state: 'terminated', serviceEnd: CHECKED_AT - 86_400_000 }),
  ],
  [
    'time-in-future',
    '/subscription/registeredAt',
    without(numberWith({ state: 'pending', registeredAt: CHECKED_AT + 1 }), '/subscription/serviceStart'),
  ],
  ['time-in-future', '/subscription/serviceStart', numberWith({ serviceStart: CHECKED_AT + 1 })],
  [
    'time-in-future',
    '/subscription/serviceEnd',
    numberWith({ state: 'terminated', serviceEnd: CHECKED_AT + 1 }),
  ],
  [
    'service-starts-before-registration',
    '/subscription/serviceStart',
    numberWith({ serviceStart: Date.parse('2026-11-22T23:59:59+07:00') }),
  ],
  [
    'commune-unknown',
    '/holder/address',
    citizenWith({ address: { printed: '12/3 Quang Trung, Phường 13, Quận Gò Vấp, TP. HCM' } }),
  ],
];

/** What is wrong with when the holder of a complete record was verified. */
const verified = (verifiedAt?: number) =>
  checkVerifiedAt({ record: completeRecord(), ...(verifiedAt !== undefined && { verifiedAt }) }, CHECKED_AT);

describe('what a record has', () => {
  it.each(FAULTY.map(([code, pointer, record, why]) => ({ code, pointer, record, why })))(
    'is checked: $code at $pointer',
    ({ code, pointer, record, why }) => {
      expect(checkRecord(record, CHECKED_AT)).toEqual([{ code, pointer, ...(why !== undefined && { why }) }]);
    },
  );

  it('is a passport of the holder’s own state', () => {
    const foreigner = completeRecord({ kind: 'foreigner' });
    expect(codesOf(citizenWith({ identity: passport('VNM') }))).toEqual([]);
    expect(codesOf(citizenWith({ identity: passport('FRA') }))).toEqual(['identity-kind-not-allowed']);
    expect(codesOf({ ...foreigner, holder: { ...foreigner.holder, identity: passport('VNM') } })).toEqual([
      'identity-kind-not-allowed',
    ]);
  });

  it('has times that can be: none to come, none of service or verification on a day before the registration', () => {
    const { registeredAt = 0 } = completeRecord().subscription;
    const dayBefore = Date.parse('2026-11-22T23:59:59+07:00');
    for (const verifiedAt of [undefined, registeredAt, CHECKED_AT]) expect(verified(verifiedAt)).toEqual([]);
    expect(verified(CHECKED_AT + 1)).toEqual([{ code: 'time-in-future', pointer: '/verifiedAt' }]);
    expect(verified(dayBefore)).toEqual([{ code: 'verified-before-registration', pointer: '/verifiedAt' }]);
    const unregistered = without(completeRecord(), '/subscription/registeredAt');
    expect(checkVerifiedAt({ record: unregistered, verifiedAt: dayBefore }, CHECKED_AT)).toEqual([]);
  });

  it('has times of the same day in any order: systems know some by their day alone, and clocks differ', () => {
    const midnight = Date.parse('2026-11-23T00:00:00+07:00');
    expect(codesOf(numberWith({ serviceStart: midnight }))).toEqual([]);
    expect(verified(midnight)).toEqual([]);
    expect(codesOf(numberWith({ state: 'active', serviceEnd: CHECKED_AT + 1 }))).toEqual([]);
  });

  it('has an example here for every code', () => {
    const examples = new Set<string>(['verified-before-registration', ...FAULTY.map(([code]) => code)]);
    expect(FAULT_CODES.filter((code) => !code.startsWith('missing-') && !examples.has(code))).toEqual([]);
  });

  it('is judged by the law of the day: nine digits told who somebody is until the end of 2024', () => {
    const { subscription } = numberWith({ registeredAt: 0, serviceStart: 0 });
    const { holder } = citizenWith({
      identity: { kind: 'old-nine-digit', number: '012345678' },
      portrait: { ...CITIZEN.portrait, takenAt: 0 },
    });
    const record = { holder, subscription };
    expect(codesOf(record, Date.parse('2024-12-31T23:59:59+07:00'))).toEqual([]);
    expect(codesOf(record, Date.parse('2025-01-01T00:00:00+07:00'))).toEqual(['old-identity-number']);
  });

  it('is good on the last day that a document prints, and fifteen on the birthday', () => {
    const document = { kind: 'identity-card', expiresOn: '2026-11-23' } as const;
    expect(codesOf(citizenWith({ document }))).toEqual([]);
    const young = citizenWith({
      birthDate: '2011-11-23',
      identity: { kind: 'personal', number: '001311012345' },
    });
    expect(codesOf(young)).toEqual([]);
  });

  it('is nowhere in its faults', () => {
    for (const [, , record] of FAULTY) {
      const said = JSON.stringify(checkRecord(record, CHECKED_AT));
      for (const secret of [record.holder.name, record.holder.identity?.number, record.subscription.msisdn])
        expect(secret !== undefined && said.includes(secret)).toBe(false);
    }
  });

  it('may be anything at all: a check answers faults that have a rule', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.constantFrom('0912345678', '1990', 'An')), {
      nil: undefined,
    });
    const party = fc
      .record({ name: text, birthDate: text, number: text, printed: text, issuedOn: text })
      .map(({ name, birthDate, number, printed, issuedOn }): PartyRecord => ({
        ...(name !== undefined && { name }),
        ...(birthDate !== undefined && { birthDate }),
        ...(number !== undefined && { identity: { kind: 'personal', number } }),
        ...(printed !== undefined && { address: { printed } }),
        ...(issuedOn !== undefined && { document: { kind: 'identity-card', issuedOn } }),
      }));
    const rules = inForce(faultRules, CHECKED_AT).value;
    fc.assert(
      fc.property(party, party, fc.constantFrom(...VARIANTS), text, (holder, other, variant, msisdn) => {
        const { kind, ...subscription } = variant;
        const record: SubscriberRecord = {
          holder: { kind, ...holder, guardian: other, representative: other },
          subscription: { ...subscription, user: other, ...(msisdn !== undefined && { msisdn }) },
        };
        expect(checkRecord(record, CHECKED_AT).every(({ code }) => code in rules)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
