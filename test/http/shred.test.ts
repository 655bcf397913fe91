import { monthsAfter, systemRandom } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import { keyOf, textOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { bringTo, handTo, issue, newParcel, openShift, scan, type Issued } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';
import { problemIn } from '../support/tiny-application.ts';

const system = await testSystem();
const { table, clock } = system;
const ground = groundwork({ table, clock, rootKey: system.rootKeys.main, random: systemRandom });
const shredding = shredDue(ground);
const shred = () => shredding({ deadlineMilliseconds: clock.now() + 3_600_000 });

const monday = clock.now();
const { shiftId } = await openShift(system, 'shipper-an');
const parcels: readonly Issued[] = [await issue(system), await issue(system, { kind: 'opaque' })];
const elsewhere = await issue(system, {}, 'other-order-system');
// Accepted the day after, they become unclaimed a day after their labels' keys have died.
clock.advance(86_400_000);
for (const parcel of parcels) await handTo(system, parcel, shiftId);
await scan(system, 'other-order-system', [{ parcelId: elsewhere.parcelId, event: 'held' }]);
const lastInstant = monthsAfter(monday, 6);

const read = async ({ token }: Issued): Promise<string | number> => {
  const answer = await system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' });
  return answer.ok ? 200 : (await problemIn(answer)).code;
};

const hasKey = async ({ labelId }: Issued, tenant = 'demo'): Promise<boolean> =>
  (await table.get(keyOf('parcel-keys', 'labelKey', { tenant, labelId }))) !== undefined;

const shredEvents = async (tenant: string) =>
  (await recordedEvents(table, tenant)).filter(
    ({ api, unmapped }) => api.operation === 'parcel.shred' && unmapped.change === 'label-key',
  );

/** The pseudonyms that the events of a tenant name. */
const named = async (tenant: string): Promise<readonly string[]> =>
  (await shredEvents(tenant)).flatMap(({ resources }) => resources.map(({ uid }) => uid)).toSorted();

const pseudonymOf = async ({ parcelId }: Issued, tenant: string): Promise<string> =>
  textOf((await table.get(keyOf('parcels', 'parcel', { tenant, parcelId }))) ?? {}, 'pseudonym');

describe('the label keys of issued parcels', () => {
  it('are left alone to their last instant', async () => {
    clock.set(lastInstant - 60_000);
    expect(await shred()).toEqual({ shredded: 0, ended: 0, failed: 0, remaining: false });
    for (const parcel of parcels) expect(await read(parcel)).toBe(200);
  });

  it('are dead from then on, destroyed or not', async () => {
    clock.set(lastInstant);
    for (const parcel of parcels)
      expect([await hasKey(parcel), await read(parcel)]).toEqual([true, 'PARCEL.SHREDDED']);
  });

  it('are destroyed then, of every tenant, each on its own record under the parcels’ pseudonyms', async () => {
    expect(await shred()).toEqual({ shredded: 3, ended: 0, failed: 0, remaining: false });
    for (const parcel of parcels) expect(await hasKey(parcel)).toBe(false);
    expect(await hasKey(elsewhere, 'other')).toBe(false);
    expect(await named('demo')).toEqual(
      (await Promise.all(parcels.map((parcel) => pseudonymOf(parcel, 'demo')))).toSorted(),
    );
    expect(await named('other')).toEqual([await pseudonymOf(elsewhere, 'other')]);
    for (const event of await shredEvents('demo'))
      expect(event).toMatchObject({ actor: { user: { groups: [] } }, unmapped: { change: 'label-key' } });
  });

  it('come back by no clock that is set back', async () => {
    clock.set(lastInstant - 60_000);
    for (const parcel of parcels) expect(await read(parcel)).toBe('PARCEL.SHREDDED');
    clock.set(lastInstant);
  });

  it('are destroyed once', async () => {
    const before = await shredEvents('demo');
    expect(await shred()).toEqual({ shredded: 0, ended: 0, failed: 0, remaining: false });
    expect(await shredEvents('demo')).toEqual(before);
  });

  it('are destroyed once where several shredders run at the same time', async () => {
    const answer = await system
      .as('order-system')
      .post('/v1/parcels/batch', { parcels: Array.from({ length: 70 }, () => newParcel()) });
    expect(answer.status).toBe(200);
    const { results } = (await answer.json()) as { results: readonly { parcel: Issued }[] };
    const issuedAt = clock.now();
    clock.advance(86_400_000);
    for (const { parcel } of results) await bringTo(system, parcel);
    await shred();
    const before = await named('demo');
    clock.set(monthsAfter(issuedAt, 6));
    await Promise.all([shred(), shred(), shred()]);
    const after = await named('demo');
    expect(after).toHaveLength(before.length + 70);
    expect(new Set(after).size).toBe(after.length);
    expect(system.faults).toEqual([]);
  });
});
