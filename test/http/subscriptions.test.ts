import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, faultsIn } from '../support/answer-codes.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import {
  holderOf,
  numberAt,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
} from '../support/registrations.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

const register = (body: object, key?: string, by = 'registrar-giang'): Promise<Response> =>
  system.as(by).post('/v1/subscriptions', body, key === undefined ? {} : { 'idempotency-key': key });

const told = async (answer: Response) =>
  (await answer.json()) as {
    readonly personId: string;
    readonly subscriptionId: string;
    readonly state: string;
  };

describe('a registry that is not open', () => {
  it('registers nobody', async () => {
    expect(await codeOf(await register(registrationOf(900)))).toBe('SUBSCRIBER.INDEX_NOT_READY');
  });

  it('is opened by a security officer, all at once while nobody is in it, and again without a change', async () => {
    const open = async () =>
      (await system.as('security-ha').post('/v1/registry/open', { expectedPeople: 1_000 })).json();
    const first = await open();
    expect(first).toEqual({
      ready: [
        'msisdn',
        'identityNumber',
        'nameBirthDate',
        'nameBirthYearCommune',
        'lastFourBirthDate',
        'lastFourIdentityNumber',
      ],
      left: [],
    });
    const events = (await recordedEvents(system.table)).length;
    expect(await open()).toEqual(first);
    expect((await recordedEvents(system.table)).length).toBe(events);
  });
});

describe('a registration', () => {
  beforeAll(() => openRegistry(system));

  it('is answered with a number that waits for verification, and again under its key with the same', async () => {
    const first = await register(registrationOf(1), 'key-1');
    expect(first.status).toBe(201);
    const answered = await told(first);
    expect(answered.state).toBe('pending');
    expect(await told(await register(registrationOf(1), 'key-1'))).toEqual(answered);
  });

  it('of somebody who is registered gives them a further number, as which it is counted', async () => {
    const { personId } = await registerHolder(system, 2);
    const further = await told(
      await register({ ...registrationOf(2), subscription: numberAt('0912900002') }, 'key-2'),
    );
    expect(further.personId).toBe(personId);
    expect(
      await told(await register({ ...registrationOf(2), subscription: numberAt('0912900002') }, 'key-2')),
    ).toEqual(further);
    await registerHolder(system, 2, { ...registrationOf(2), subscription: numberAt('0912900003') });
    const fourth = { ...registrationOf(2), subscription: numberAt('0912900004') };
    const before = (await recordedEvents(system.table)).length;
    expect(await faultsIn(await register(fourth))).toEqual([
      'SUBSCRIBER.RECORD_REFUSED',
      '/subscription/contract missing-contract',
    ]);
    const [lookup, refusal] = (await recordedEvents(system.table)).slice(before);
    expect([lookup?.unmapped.change, lookup?.resources.at(-1)?.uid]).toEqual(['candidates', personId]);
    expect([refusal?.status_code, refusal?.resources]).toMatchObject([
      'SUBSCRIBER.RECORD_REFUSED',
      [{ uid: personId }],
    ]);
  });

  it('of one unknown holder, many times at once, makes one person', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((n) => register({ ...registrationOf(3), subscription: numberAt(`091290010${n}`) })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const people = new Set(await Promise.all(answers.map(async (answer) => (await told(answer)).personId)));
    expect(people.size).toBe(1);
    const ordinals = (await system.stored())
      .filter(
        ({ table, sort }) =>
          table === 'subscribers' && sort.startsWith(`${[...people][0] ?? ''}#subscription`),
      )
      .map(({ item }) => item.ordinal);
    expect(new Set(ordinals)).toEqual(new Set([1, 2, 3]));
  });

  it('is refused for a number that somebody has, and whose it is goes on record', async () => {
    const { personId, subscriptionId } = await registerHolder(system, 4);
    const other = { ...registrationOf(5), subscription: registrationOf(4).subscription };
    const before = (await recordedEvents(system.table)).length;
    expect(await codeOf(await register(other))).toBe('SUBSCRIBER.NUMBER_TAKEN');
    const [refusal] = (await recordedEvents(system.table)).slice(before);
    expect([refusal?.status_code, refusal?.resources]).toMatchObject([
      'SUBSCRIBER.NUMBER_TAKEN',
      [{ uid: personId }, { uid: subscriptionId }],
    ]);
  });

  it('tells of another name or birth date on record that it is another, and puts that on record', async () => {
    const { personId } = await registerHolder(system, 6);
    const before = (await recordedEvents(system.table)).length;
    const other = registrationOf(6, {
      holder: { name: 'Trần Thị Mai', birthDate: '1990-02-01' },
      subscription: { msisdn: '0912900006' },
    });
    expect(await faultsIn(await register(other))).toEqual([
      'SUBSCRIBER.HOLDER_DISAGREES',
      '/holder/name another-on-record',
      '/holder/birthDate another-on-record',
    ]);
    const [lookup, refusal] = (await recordedEvents(system.table)).slice(before);
    expect([lookup?.unmapped.change, lookup?.resources.at(-1)?.uid]).toEqual(['candidates', personId]);
    expect([refusal?.status_code, refusal?.resources]).toMatchObject([
      'SUBSCRIBER.HOLDER_DISAGREES',
      [{ uid: personId }],
    ]);
  });

  it('tells all that is wrong by code and place, and no value of it', async () => {
    const { portrait: _portrait, ...holder } = holderOf(7, {
      identity: { kind: 'personal', number: '12345' },
    });
    const answer = await register({ ...registrationOf(7), holder, method: 'compared' });
    expect(await faultsIn(answer)).toEqual([
      'SUBSCRIBER.RECORD_REFUSED',
      '/holder/portrait missing-portrait',
      expect.stringMatching(/^\/holder\/identity malformed-identity: /),
      '/method METHOD_NOT_ALLOWED',
    ]);
  });

  it('tells once what the record and the rules of registration both find', async () => {
    const expired = { ...holderOf(12).document, expiresOn: '2024-01-01' };
    const holder = holderOf(12, { kind: 'child', document: expired });
    expect(await faultsIn(await register({ ...registrationOf(12), holder }))).toEqual([
      'SUBSCRIBER.RECORD_REFUSED',
      '/holder/guardian/identity missing-identity',
      '/holder/guardianConsent missing-guardian-consent',
      '/holder/relationshipProof missing-relationship-proof',
      '/holder/document document-expired',
      '/holder/kind holder-is-no-child',
    ]);
  });

  it('upon a transaction wants one of the registrar’s own, for registration', async () => {
    const own = await transactionFor(system, 'registrar-giang', 'registration');
    const foreign = await transactionFor(system, 'registrar-hoa', 'registration');
    expect(await codeOf(await register(registrationOf(8, { transactionId: foreign })))).toBe(
      'SUBSCRIBER.BASIS_REQUIRED',
    );
    await registerHolder(system, 8, registrationOf(8, { transactionId: own }));
    system.clock.advance(4 * 3_600_000);
    expect(await codeOf(await register(registrationOf(9, { transactionId: own })))).toBe(
      'SUBSCRIBER.BASIS_REQUIRED',
    );
  });

  it('leaves no fault', () => {
    expect(system.faults).toEqual([]);
  });
});
