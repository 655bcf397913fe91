import { expect, it } from 'vitest';
import { subscriptionItemKey } from '../../packages/capabilities/subscriber/src/store/record-item.ts';
import { openRegistry, registerHolder, registrationOf } from '../support/registrations.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await openRegistry(system);

const find = (subscriptionId: string, body: object) =>
  system.as('registrar-giang').post(`/v1/subscriptions/${subscriptionId}/findings`, body);

it('a finding of a number that is served begins what the law has in store, and the worker does it', async () => {
  const { personId, subscriptionId } = await registerHolder(system, 31, registrationOf(31));
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
  const device = { timeline: 'device-change', grounds: 'network' };
  expect((await find(subscriptionId, device)).status).toBe(201);
  expect(await system.workOffRegistry()).toMatchObject({ done: 2, failed: 0 });
  expect(system.numbers.stateIn('network', subscriptionId)).toBe('suspended-one-way');
  const withdraw = () =>
    system.as('registrar-giang').post(`/v1/subscriptions/${subscriptionId}/findings/${findingId}/withdraw`);
  expect([(await withdraw()).status, (await withdraw()).status]).toEqual([200, 200]);
  const wrongGrounds = await find(subscriptionId, { ...device, grounds: 'document' });
  expect([wrongGrounds.status, await wrongGrounds.json()]).toMatchObject([
    422,
    { code: 'FINDING.GROUNDS_NOT_ALLOWED' },
  ]);
});
