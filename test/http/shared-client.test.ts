import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { bringTo, issue, openShift, type OpenedShift, type ScanAnswer } from '../support/parcels.ts';
import { testSystem, type Client } from '../support/system.ts';

const system = await testSystem();
const scopes = ['shifts:open'];
for (const [subject, facility] of [
  ['desk-hoan-kiem', 'HN-HOAN-KIEM'],
  ['desk-gia', 'HN-BA-DINH'],
] as const)
  await system.enrol({ subject, tenant: 'demo', kind: 'staff', roles: ['desk-clerk'], facility, scopes });

/** Somebody with the one app that all staff use. */
const inTheApp = (subject: string): Client => system.as(subject, { client: 'scanner-app' });

const KEY = { 'idempotency-key': 'the-same-key' };

describe('two people of one client who send the same key and the same body', () => {
  it('are two: a sorter is refused what a shipper did, and sees nothing of it', async () => {
    await openShift(system, 'shipper-an');
    const parcel = await issue(system);
    await bringTo(system, parcel);
    const body = { events: [{ token: parcel.token, event: 'out-for-delivery' }] };
    const reported = async (by: string): Promise<ScanAnswer | undefined> => {
      const answer = await inTheApp(by).post('/v1/custody-events', body, KEY);
      return ((await answer.json()) as { readonly results: readonly ScanAnswer[] }).results[0];
    };
    const ans = await reported('shipper-an');
    expect(ans).toMatchObject({ status: 200, state: 'out-for-delivery' });
    const chis = await reported('sorter-chi');
    expect(chis).toMatchObject({ status: 403, problem: { code: 'PARCEL.EVENT_NOT_ALLOWED' } });
    expect(chis?.custodyEvent).toBeUndefined();
    expect(chis?.auditEvent).not.toBe(ans?.auditEvent);
    expect(await reported('shipper-an')).toEqual(ans);
  });

  it('are two: a clerk gets no shift that another clerk opened, of whatever facility', async () => {
    const body = { shipper: 'shipper-binh', facility: 'HN-BA-DINH' };
    const open = (by: string) => inTheApp(by).post('/v1/shifts', body, KEY);
    const first = await open('desk-em');
    expect(first.status).toBe(201);
    const { shiftId } = (await first.json()) as OpenedShift;

    const elsewhere = await open('desk-hoan-kiem');
    expect([elsewhere.status, await codeOf(elsewhere)]).toEqual([422, 'PARCEL.SHIPPER_NOT_ROSTERED']);
    const besides = await open('desk-gia');
    expect([besides.status, await codeOf(besides)]).toEqual([409, 'PARCEL.SHIFT_OPEN']);

    const again = await open('desk-em');
    expect([again.status, ((await again.json()) as OpenedShift).shiftId]).toEqual([201, shiftId]);
  });
});
