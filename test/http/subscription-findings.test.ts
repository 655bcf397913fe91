import { describe, expect, it } from 'vitest';
import { TAKEN_BACK_BY } from '@temkin/subscriber/domain';
import { subscriptionItemKey } from '../../packages/capabilities/subscriber/src/store/record-item.ts';
import { codeOf } from '../support/answer-codes.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import {
  caseFor,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
} from '../support/registrations.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await openRegistry(system);

/** Upon which the registrar registers everybody here, and finds of them. */
const transactionId = await transactionFor(system, 'registrar-giang', 'registration');

const find = (
  subscriptionId: string,
  body: object,
  upon: object = { transactionId },
  by = 'registrar-giang',
) => system.as(by).post(`/v1/subscriptions/${subscriptionId}/findings`, { ...upon, ...body });

it('a finding of a number that is served begins what the law has in store, and the worker does it', async () => {
  const { personId, subscriptionId } = await registerHolder(
    system,
    31,
    registrationOf(31, { transactionId }),
  );
  const wrong = { timeline: 'wrong-information', grounds: 'document' };
  const pending = await find(subscriptionId, wrong);
  expect([pending.status, await pending.json()]).toMatchObject([
    409,
    { code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' },
  ]);
  await system.table.write({
    kind: 'update',
    key: subscriptionItemKey('demo', personId, subscriptionId),
    set: { state: 'active' },
  });
  const found = await find(subscriptionId, wrong);
  const { findingId } = (await found.json()) as { readonly findingId: string };
  expect(found.status).toBe(201);
  expect(await system.workOffRegistry()).toMatchObject({ done: 1, failed: 0 });
  const changed = await report(subscriptionId, device(new Date(system.clock.now()).toISOString()));
  expect(changed.status).toBe(201);
  expect(await system.workOffRegistry()).toMatchObject({ done: 2, failed: 0 });
  expect(system.numbers.stateIn('network', subscriptionId)).toBe('suspended-one-way');
  const withdraw = () =>
    system.as('registrar-giang').post(`/v1/subscriptions/${subscriptionId}/findings/${findingId}/withdraw`);
  expect([(await withdraw()).status, (await withdraw()).status]).toEqual([200, 200]);
});

/** What a network tells. */
const report = (subscriptionId: string, body: object, by = 'operator-mobile') =>
  system.as(by).post(`/v1/subscriptions/${subscriptionId}/reports`, body);

/** Holder n with number n, which is served, and has been theirs since then. */
const serve = async (n: number, registeredAt = system.clock.now() - 3_600_000) => {
  const names = await registerHolder(system, n, registrationOf(n, { transactionId }));
  await system.table.write({
    kind: 'update',
    key: subscriptionItemKey('demo', names.personId, names.subscriptionId),
    set: { state: 'active', registeredAt },
  });
  return names;
};

describe('a registrar', () => {
  it('finds what a registrar can take back, and nothing that only others know', async () => {
    const { subscriptionId } = await serve(36);
    for (const [grounds, takers] of Object.entries(TAKEN_BACK_BY)) {
      const found = await find(subscriptionId, { timeline: 'wrong-information', grounds });
      expect([grounds, found.status]).toEqual([grounds, takers.includes('registrar') ? 201 : 422]);
      if (found.status !== 201) continue;
      const { findingId } = (await found.json()) as { readonly findingId: string };
      const path = `/v1/subscriptions/${subscriptionId}/findings/${findingId}/withdraw`;
      expect((await system.as('registrar-hoa').post(path)).status).toBe(200);
    }
    for (const grounds of ['network', 'document'])
      expect((await find(subscriptionId, { timeline: 'device-change', grounds })).status).toBe(422);
  });

  it('finds upon a transaction of their own, or a case for correction of somebody else, about the holder', async () => {
    const [{ personId, subscriptionId }, other] = [await serve(38), await serve(39)];
    const asked = { timeline: 'wrong-information', grounds: 'document' };
    const caseId = await caseFor(system, 'registrar-giang', 'correction', personId);
    for (const [of, upon, by, code] of [
      [subscriptionId, {}, 'registrar-giang', 'REQUEST.INVALID'],
      [subscriptionId, { transactionId, caseId }, 'registrar-giang', 'REQUEST.INVALID'],
      [subscriptionId, { transactionId }, 'registrar-hoa', 'SUBSCRIBER.BASIS_REQUIRED'],
      [subscriptionId, { caseId }, 'registrar-giang', 'SUBSCRIBER.BASIS_REQUIRED'],
      [other.subscriptionId, { caseId }, 'registrar-hoa', 'SUBSCRIBER.BASIS_REQUIRED'],
    ] as const)
      expect(await codeOf(await find(of, asked, upon, by))).toBe(code);
    expect((await find(subscriptionId, asked, { caseId }, 'registrar-hoa')).status).toBe(201);
    expect((await recordedEvents(system.table)).at(-1)?.resources).toContainEqual(
      expect.objectContaining({ type: 'registry-case', uid: caseId }),
    );
  });

  it('finds nothing of before the number was registered', async () => {
    const { subscriptionId } = await serve(37);
    const foundAt = '2020-01-01T00:00:00Z';
    const asked = { timeline: 'wrong-information', grounds: 'document', foundAt };
    expect(await codeOf(await find(subscriptionId, asked))).toBe('FINDING.BEFORE_THE_NUMBER');
  });
});

const device = (at: string) => ({ what: 'device-changed', at });
const pause = (lastUsedAt: string, at: string) => ({ what: 'used-again', lastUsedAt, at });

describe('what a network reports of a number', () => {
  it('of another device begins the timeline, and suspends the number at once', async () => {
    const { subscriptionId } = await serve(32);
    const at = new Date(system.clock.now() - 60_000).toISOString();
    const told = await report(subscriptionId, { what: 'device-changed', at });
    expect([told.status, await told.json()]).toEqual([201, { subscriptionId }]);
    expect(told.headers.get('audit-event')).toMatch(/leaf=/);
    await system.workOffRegistry();
    expect(system.numbers.stateIn('network', subscriptionId)).toBe('suspended-one-way');
  });

  it('of use after a pause is kept, the last one alone, and once', async () => {
    const { personId, subscriptionId } = await serve(33, Date.parse('2025-01-01T00:00:00Z'));
    const kept = async () => {
      const { dormantFrom, resumedAt, version } =
        (await system.table.get(subscriptionItemKey('demo', personId, subscriptionId))) ?? {};
      return [dormantFrom, resumedAt, version];
    };
    const tell = (lastUsedAt: string, at: string) => report(subscriptionId, pause(lastUsedAt, at));
    const [from, to] = ['2026-02-01T00:00:00Z', '2026-11-20T00:00:00Z'];
    expect((await tell(from, to)).status).toBe(201);
    expect((await tell(from, to)).status).toBe(201);
    expect((await tell('2025-02-01T00:00:00Z', '2025-11-20T00:00:00Z')).status).toBe(201);
    expect(await kept()).toEqual([Date.parse(from), Date.parse(to), 2]);
  });

  it('is refused to registrars, of tomorrow, of before the number was registered, of a pause that ends before it begins, and of a number that is not served', async () => {
    const { subscriptionId } = await serve(34);
    const now = new Date(system.clock.now()).toISOString();
    const tomorrow = new Date(system.clock.now() + 86_400_000).toISOString();
    const { subscriptionId: pending } = await registerHolder(system, 35, registrationOf(35));
    for (const [body, code, by, of] of [
      [device(now), 'ACCESS.ROLE_NOT_ALLOWED', 'registrar-giang', subscriptionId],
      [device(tomorrow), 'FINDING.IN_THE_FUTURE', 'operator-mobile', subscriptionId],
      [pause(now, tomorrow), 'FINDING.IN_THE_FUTURE', 'operator-mobile', subscriptionId],
      [device('2020-01-01T00:00:00Z'), 'FINDING.BEFORE_THE_NUMBER', 'operator-mobile', subscriptionId],
      [pause('2020-01-01T00:00:00Z', now), 'FINDING.BEFORE_THE_NUMBER', 'operator-mobile', subscriptionId],
      [pause(now, '2026-01-01T00:00:00Z'), 'FINDING.IN_THE_FUTURE', 'operator-mobile', subscriptionId],
      [device(now), 'SUBSCRIPTION.STATE_NOT_ALLOWED', 'operator-mobile', pending],
      [pause('2026-01-01T00:00:00Z', now), 'SUBSCRIPTION.STATE_NOT_ALLOWED', 'operator-mobile', pending],
      [device(now), 'SUBSCRIPTION.UNKNOWN', 'operator-mobile', crypto.randomUUID()],
    ] as const)
      expect(await codeOf(await report(of, body, by))).toBe(code);
  });
});
