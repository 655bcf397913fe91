import { changeSettings, tenantStore } from '@temkin/access';
import { keyOf } from '@temkin/storage';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UNCONFIRMED } from '../support/failing-writes.ts';
import {
  handTo,
  issue,
  openCase,
  openShift,
  scan,
  type Issued,
  type ScanAnswer,
} from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';
import { eventsInto, KEYS_FORGOTTEN_MILLISECONDS, unwrapOrder } from '../support/unwrap-order.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { shiftId } = await openShift(system, 'shipper-an');
const change = changeSettings({ tenants: tenantStore(system) });

const MINUTE = 60_000;

/** Where the company keeps the proof: nobody else may learn of it. */
const REFERENCE = 'KHO-ANH/7716-Q';

const NEIGHBOUR = { to: 'neighbour', proof: { kind: 'photo', reference: REFERENCE } };

afterEach(() => {
  staged.stage();
  vi.restoreAllMocks();
});

const ago = (minutes: number): string => new Date(system.clock.now() - minutes * MINUTE).toISOString();

interface Asked extends Issued {
  readonly caseId: string;
}

const report = async (by: string, event: object): Promise<ScanAnswer | undefined> =>
  (await scan(system, by, [{ ...event }]))[0];

const scanIdOf = (answer: ScanAnswer | undefined): string => {
  if (answer?.custodyEvent === undefined) throw new Error(`the scan was refused: ${answer?.problem?.code}`);
  return answer.custodyEvent.custodyEventId;
};

const deliver = (parcel: Issued, more: object = {}, by = 'shipper-an') =>
  report(by, { token: parcel.token, event: 'delivered', ...more });

/** A parcel out with An, and a case of its dispute. */
const disputed = async (): Promise<Asked> => {
  const parcel = await issue(system);
  await handTo(system, parcel, shiftId);
  const { parcelId } = parcel;
  const { caseId } = await openCase(system, { parcelId, kind: 'dispute', reason: 'not-delivered' });
  // The hour's ceiling is not what this is about, nor are keys in memory.
  system.clock.advance(60 * MINUTE);
  return { ...parcel, caseId };
};

interface Shown {
  readonly code?: string;
  readonly groups?: readonly string[];
  readonly fields?: { readonly handOver?: object };
}

const ask = async (path: string, asked: object) => {
  const answer = await system.as('support-phuc').post(path, asked);
  const body = (await answer.json()) as Shown;
  return { answer, body, code: body.code ?? answer.status };
};

const open = ({ parcelId, caseId }: Asked) =>
  ask('/v1/parcels/open', { parcelId, caseId, purpose: 'dispute' });

const resolve = ({ token, caseId }: Asked) =>
  ask('/v1/parcels/resolve', { token, caseId, purpose: 'dispute' });

describe('in a dispute, whom a parcel was handed to', () => {
  it('is told with its proof and its scan, by waybill number and label in hand alike', async () => {
    const parcel = await disputed();
    const custodyEventId = scanIdOf(await deliver(parcel, { detail: NEIGHBOUR }));
    const { waybillNumber, caseId } = parcel;
    const byNumber = { waybillNumber, caseId, purpose: 'dispute' };
    const due = { handOver: { custodyEventId, ...NEIGHBOUR } };
    for (const { answer, body } of [
      await open(parcel),
      await ask('/v1/parcels/open', byNumber),
      await resolve(parcel),
    ]) {
      expect(body.fields).toMatchObject(due);
      expect(body.groups?.at(-1)).toBe('handOver');
      const event = await eventBehind(system.table, answer);
      expect(event?.unmapped.groups).toEqual(body.groups);
    }
  });

  it('is absent where nobody said so, and before the delivery', async () => {
    const parcel = await disputed();
    const before = await open(parcel);
    await deliver(parcel);
    for (const shown of [before, await open(parcel)]) {
      expect(shown.code).toBe(200);
      expect(shown.body.fields).not.toHaveProperty('handOver');
      expect(shown.body.groups).toEqual(['delivery', 'payment', 'contents']);
    }
  });

  it('is of the first report that says so, and no later one rewrites it, dated back or not', async () => {
    const parcel = await disputed();
    await report('order-system', { parcelId: parcel.parcelId, event: 'delivered', occurredAt: ago(30) });
    const custodyEventId = scanIdOf(await deliver(parcel, { detail: NEIGHBOUR, occurredAt: ago(31) }));
    for (const occurredAt of [ago(20), ago(40)])
      expect(await deliver(parcel, { detail: { to: 'self' }, occurredAt })).toMatchObject({
        status: 200,
        custodyEvent: { flags: expect.arrayContaining(['duplicate']) },
      });
    expect((await open(parcel)).body.fields?.handOver).toEqual({ custodyEventId, ...NEIGHBOUR });
    expect((await resolve(parcel)).body.fields?.handOver).toEqual({ custodyEventId, ...NEIGHBOUR });
  });

  it('is not told by a delivery that something else came behind', async () => {
    const parcel = await disputed();
    await report('order-system', { parcelId: parcel.parcelId, event: 'returned', occurredAt: ago(5) });
    const late = await deliver(parcel, { detail: NEIGHBOUR, occurredAt: ago(20) });
    expect(late).toMatchObject({ custodyEvent: { flags: ['late', 'out-of-order'] } });
    const { body } = await open(parcel);
    expect(body).toMatchObject({ state: 'returned' });
    expect(body.fields).not.toHaveProperty('handOver');
  });

  it('is not told by a scan that was refused', async () => {
    const parcel = await disputed();
    await deliver(parcel);
    const refused = await deliver(parcel, { detail: NEIGHBOUR }, 'shipper-binh');
    expect(refused?.problem?.code).toBe('PARCEL.NOT_IN_CUSTODY');
    expect((await open(parcel)).body.fields).not.toHaveProperty('handOver');
  });

  it('is told of a company’s parcel that is kept on its label alone, label in hand', async () => {
    await change('demo', { keeping: 'label-only' });
    const parcel = await disputed();
    await change('demo', { keeping: 'escrow' });
    await deliver(parcel, { detail: NEIGHBOUR });
    expect((await open(parcel)).code).toBe('PARCEL.LABEL_ONLY');
    expect((await resolve(parcel)).body.fields?.handOver).toMatchObject(NEIGHBOUR);
  });

  it('is told for no other purpose', async () => {
    const parcel = await disputed();
    await deliver(parcel, { detail: NEIGHBOUR });
    const { parcelId } = parcel;
    const { caseId } = await openCase(system, { parcelId, kind: 'support', reason: 'not-delivered' });
    const asked = { parcelId, caseId, purpose: 'support', reason: 'complaint' };
    const { answer, body } = await ask('/v1/parcels/open', asked);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(/neighbour|KHO-ANH/);
  });

  it('dies with the subject key', async () => {
    const parcel = await disputed();
    await deliver(parcel, { detail: NEIGHBOUR });
    const { parcelId } = parcel;
    await system.table.write({
      kind: 'delete',
      key: keyOf('parcel-keys', 'subjectKey', { tenant: 'demo', parcelId }),
    });
    for (const shown of [await open(parcel), await resolve(parcel)])
      expect([shown.answer.status, shown.code]).toEqual([410, 'PARCEL.SHREDDED']);
  });
});

/** A parcel that An handed to a neighbour; all keys are forgotten. */
const delivered = async (): Promise<Asked> => {
  const parcel = await disputed();
  await deliver(parcel, { detail: NEIGHBOUR });
  system.clock.advance(KEYS_FORGOTTEN_MILLISECONDS);
  return parcel;
};

const keyOfScan = ({ parcelId }: Issued, custodyEventId: string) =>
  keyOf('parcels', 'custodyEvent', { tenant: 'demo', parcelId, custodyEventId });

describe.each([
  ['without the label', open, 'escrow'],
  ['from the label', resolve, 'label'],
] as const)('reading a hand-over %s', (_how, read, key) => {
  it('is durable on record before any key is unwrapped', async () => {
    const parcel = await delivered();
    const order = unwrapOrder(system.rootKeys);
    staged.stage(eventsInto(order));
    expect((await read(parcel)).body.fields?.handOver).toMatchObject(NEIGHBOUR);
    expect(order[0]).toBe('event committed');
    expect(order.slice(1).toSorted()).toEqual([`unwrap ${key}`, 'unwrap subject'].toSorted());
  });

  it.each(UNCONFIRMED)('tells nothing and unwraps no key where %s', async (_what, due, stage) => {
    const parcel = await delivered();
    const order = unwrapOrder(system.rootKeys);
    staged.stage(stage);
    const { answer, body, code } = await read(parcel);
    expect([answer.status, code]).toEqual([503, due]);
    expect(receiptOf(answer)).toBeUndefined();
    expect(JSON.stringify(body)).not.toMatch(/neighbour|KHO-ANH/);
    expect(order).toEqual([]);
  });

  it('sees on the second look what was reported between decision and commit', async () => {
    const parcel = await disputed();
    await deliver(parcel);
    let custodyEventId = '';
    staged.stage(async (commit) => {
      staged.stage();
      custodyEventId = scanIdOf(await deliver(parcel, { detail: NEIGHBOUR }));
      return commit();
    });
    const { body } = await read(parcel);
    expect(body.fields?.handOver).toEqual({ custodyEventId, ...NEIGHBOUR });
  });

  it('is a fault where it is that of another parcel, and tells nothing of it', async () => {
    const [one, other] = [await disputed(), await disputed()];
    const mine = scanIdOf(await deliver(one, { detail: { to: 'self' } }));
    const others = scanIdOf(await deliver(other, { detail: NEIGHBOUR }));
    const [own, foreign] = await system.table.getMany([keyOfScan(one, mine), keyOfScan(other, others)]);
    if (own === undefined || foreign?.detail === undefined) throw new Error('a scan is on record');
    await system.table.write({
      kind: 'put',
      key: keyOfScan(one, mine),
      item: { ...own, detail: foreign.detail },
    });
    const faults = system.faults.length;
    const { answer, body } = await read(one);
    expect(answer.status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/neighbour|KHO-ANH|Hạnh/);
    expect(system.faults).toHaveLength(faults + 1);
    expect(JSON.stringify(system.faults)).not.toMatch(/neighbour|KHO-ANH|Hạnh/);
  });
});

describe('the record', () => {
  it('of all that was asked above names no proof and nobody to whom anything was handed', async () => {
    const text = JSON.stringify(await recordedEvents(system.table));
    expect(text).toContain('handOver');
    expect(text).not.toMatch(/neighbour|KHO-ANH|7716-Q/);
  });
});
