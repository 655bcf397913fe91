import { monthsAfter } from '@temkin/kernel';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { duePut } from '../../packages/capabilities/parcel/src/store/due-keys.ts';
import { agreed } from '../support/approvals.ts';
import { FATES } from '../support/failing-writes.ts';
import { bringTo, issue, scan, type Issued } from '../support/parcels.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { clock, table } = system;
const receiver = await webhookReceiver();
afterAll(receiver.stop);

await system.as('order-system').post('/v1/webhooks', { url: receiver.url, events: ['parcel.state-changed'] });

beforeEach(async () => {
  staged.stage();
  await system.sendWebhooks();
  receiver.received.length = 0;
});

/** What was told of a parcel since the test began. */
const toldOf = async ({ parcelId }: Issued): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  await system.sendWebhooks();
  return receiver
    .events()
    .flatMap(({ subject, data }) => (subject === parcelId ? [data] : []))
    .filter(({ state }) => state !== 'issued');
};

/** Puts the note of a parcel back, as it was before the shredder came. */
const noteAgain = async ({ parcelId }: Issued): Promise<void> => {
  const dueAtSeconds = Math.floor(clock.now() / 1_000);
  await table.write(duePut({ tenant: 'demo', parcelId, dueAtSeconds }));
};

/** The minute in which a run of the shredder began. */
const minuteOf = (milliseconds: number): unknown =>
  expect.stringContaining(new Date(milliseconds).toISOString().slice(0, 16));

describe('a company is told what time does to its parcels', () => {
  it('that a label nobody accepted is void, once, however often its note is worked off', async () => {
    const parcel = await issue(system);
    const end = monthsAfter(clock.now(), 1);
    clock.set(end);
    for (let run = 0; run < 3; run += 1) {
      await noteAgain(parcel);
      await system.shredDue();
    }
    expect(await toldOf(parcel)).toEqual([
      expect.objectContaining({
        state: 'revoked',
        version: 2,
        waybillNumber: parcel.waybillNumber,
        occurredAt: minuteOf(end),
      }),
    ]);
  });

  it.each(['lost', 'applied'] as const)('once, where the transaction that does it is %s', async (how) => {
    const parcel = await issue(system);
    clock.set(monthsAfter(clock.now(), 1));
    staged.once(FATES[how]);
    await system.shredDue();
    await system.shredDue();
    clock.advance(3_600_000);
    await system.shredDue();
    expect((await toldOf(parcel)).map(({ state }) => state)).toEqual(['revoked']);
  });

  it('once, where several shredders run at the same time', async () => {
    const parcel = await issue(system);
    clock.set(monthsAfter(clock.now(), 1));
    await Promise.all([system.shredDue(), system.shredDue(), system.shredDue()]);
    expect((await toldOf(parcel)).map(({ state }) => state)).toEqual(['revoked']);
  });

  it('that a parcel became unclaimed, and that it is shredded: then by its id alone', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    const acceptedAt = clock.now();
    clock.set(monthsAfter(acceptedAt, 6));
    await system.shredDue();
    clock.set(monthsAfter(acceptedAt, 8));
    await system.shredDue();
    await noteAgain(parcel);
    await system.shredDue();
    const told = await toldOf(parcel);
    expect(told.map(({ state }) => state)).toEqual(['accepted', 'at-facility', 'unclaimed', 'shredded']);
    expect(told.at(-1)).toEqual({
      parcelId: parcel.parcelId,
      state: 'shredded',
      version: expect.any(Number),
      occurredAt: minuteOf(monthsAfter(acceptedAt, 8)),
      auditEvent: expect.any(String),
    });
  });

  it('that a parcel was shredded before its time, by two people', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    await scan(system, 'desk-em', [{ parcelId: parcel.parcelId, event: 'delivered' }]);
    await system.sendWebhooks();
    receiver.received.length = 0;
    const shredded = await agreed(system, () =>
      system.as('privacy-minh').post(`/v1/parcels/${parcel.parcelId}/shred`, { reason: 'erasure-requested' }),
    );
    expect(shredded.status).toBe(200);
    expect((await toldOf(parcel)).map(({ state, waybillNumber }) => [state, waybillNumber])).toEqual([
      ['shredded', undefined],
    ]);
  });

  it('and what was told too late for its waybill number, by its id', async () => {
    const parcel = await issue(system);
    await bringTo(system, parcel);
    await scan(system, 'desk-em', [{ parcelId: parcel.parcelId, event: 'delivered' }]);
    clock.set(monthsAfter(clock.now(), 9));
    await system.shredDue();
    const told = await toldOf(parcel);
    expect(told.map(({ state }) => state)).toEqual(['accepted', 'at-facility', 'delivered', 'shredded']);
    expect(JSON.stringify(told)).not.toContain(parcel.waybillNumber);
  });
});
