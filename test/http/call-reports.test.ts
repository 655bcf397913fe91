import { rfc3339 } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import { declaredCalls } from '../support/declared-calls.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const calls = declaredCalls(system);
await system.enrol({
  subject: 'other-operator',
  tenant: 'other',
  kind: 'system',
  roles: ['operator'],
  scopes: ['calls:report'],
});

const ended = async (id: string) => (await calls.intents.intent('demo', id))?.endedAt;

const report = async (
  intentId: string,
  state: string,
  { by = 'operator-mobile', at = system.clock.now() }: { readonly by?: string; readonly at?: number } = {},
) => {
  const answer = await system.as(by).post('/v1/call-reports', { intentId, state, at: rfc3339(at) });
  const body = (await answer.json()) as { readonly state?: string; readonly code?: string };
  return { status: answer.status, says: body.state ?? body.code, receipt: answer.headers.get('audit-event') };
};

let called = 0;

/** A call of a shipper of the demo: to somebody else each time. */
const declare = (shipper = 'shipper-an') =>
  calls.declare({ shipper, phone: `+849${String((called += 1)).padStart(8, '0')}` });

describe('an operator’s report', () => {
  it('moves a call, with a receipt, and changes nothing where it is repeated', async () => {
    const { intentId } = await declare();
    for (const state of ['ringing', 'answered', 'ended']) {
      expect(await report(intentId, state)).toEqual({
        status: 200,
        says: state,
        receipt: expect.stringMatching(/^[0-9a-f-]{36}; leaf=/),
      });
      expect(await report(intentId, state)).toEqual({ status: 200, says: state, receipt: null });
    }
    expect(await report(intentId, 'ringing')).toMatchObject({ status: 200, says: 'ended' });
  });

  it('is of no call of another company, and of none that there is not, in the same words', async () => {
    const { intentId } = await declare();
    const foreign = await report(intentId, 'ringing', { by: 'other-operator' });
    const none = await report(crypto.randomUUID(), 'ringing');
    for (const { status, says } of [foreign, none]) expect([status, says]).toEqual([404, 'CALL.UNKNOWN']);
    expect((await calls.intents.intent('demo', intentId))?.state).toBe('created');
    await report(intentId, 'ended');
  });

  it.each(['shipper-an', 'order-system', 'staff-admin-lan', 'auditor-khanh'])(
    'is no word of %s',
    async (by) => {
      const { intentId } = await declare(`of-${by}`);
      expect((await report(intentId, 'ringing', { by })).status).toBe(403);
      expect((await calls.intents.intent('demo', intentId))?.state).toBe('created');
    },
  );

  it('says nothing of the time before the call, nor of the time to come', async () => {
    const [early, late] = [await declare('shipper-1'), await declare('shipper-2')];
    await report(early.intentId, 'ended', { at: early.createdAt - 3_600_000 });
    await report(late.intentId, 'ended', { at: system.clock.now() + 3_600_000 });
    expect(await ended(early.intentId)).toBe(early.createdAt);
    expect(await ended(late.intentId)).toBeLessThanOrEqual(system.clock.now());
  });

  it.each([
    { intentId: 'one', state: 'ringing', at: '2026-11-23T01:00:00Z' },
    { intentId: crypto.randomUUID(), state: 'busy', at: '2026-11-23T01:00:00Z' },
    { intentId: crypto.randomUUID(), state: 'ringing', at: 'now' },
    { intentId: crypto.randomUUID(), state: 'ringing', at: '2026-11-23T01:00:00Z', callee: '+84912345678' },
  ])('has this shape and no other: %j', async (body) => {
    expect((await system.as('operator-mobile').post('/v1/call-reports', body)).status).toBe(422);
  });
});

describe('a shipper who is suspended', () => {
  it('has no live call any more once the sweeper comes by, and no other shipper is touched', async () => {
    const [hers, his] = [await declare('shipper-an'), await declare('shipper-binh')];
    await report(hers.intentId, 'answered');
    await system.sweepCalls();
    expect((await calls.intents.intent('demo', hers.intentId))?.state).toBe('answered');
    const suspended = await system.as('staff-admin-lan').post('/v1/staff/shipper-an/suspend');
    expect(suspended.status).toBe(200);
    expect((await system.sweepCalls()).revoked).toBeGreaterThanOrEqual(1);
    expect((await calls.intents.intent('demo', hers.intentId))?.state).toBe('revoked');
    expect((await calls.intents.intent('demo', his.intentId))?.state).toBe('created');
    expect(await report(hers.intentId, 'ended')).toMatchObject({ status: 200, says: 'revoked' });
  });
});

it('a live call of somebody who works and is no shipper any more is revoked, as it is checked and signed', async () => {
  const { intentId } = await declare('sorter-chi');
  await system.sweepCalls();
  expect((await calls.intents.intent('demo', intentId))?.state).toBe('revoked');
});

it('is all no fault of ours', () => {
  expect(system.faults).toEqual([]);
});
