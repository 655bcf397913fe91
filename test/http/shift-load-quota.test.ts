import { describe, expect, it } from 'vitest';
import { sendOut } from '../support/loads.ts';
import { openShift, type Issued } from '../support/parcels.ts';
import { enrolDevice, loadShift, openLoaded } from '../support/shift-loads.ts';
import { testSystem } from '../support/system.ts';

/** Reads of the store that the application makes for itself, by what they read. */
const requests = { get: 0, getMany: 0, transact: 0 };
const system = await testSystem({
  wrapTable: (table) => ({
    ...table,
    get: (key) => ((requests.get += 1), table.get(key)),
    getMany: (keys) => ((requests.getMany += 1), table.getMany(keys)),
    transact: (writes, token) => ((requests.transact += 1), table.transact(writes, token)),
  }),
});
const device = await enrolDevice(system);
const { deviceId } = device;
const an = await openShift(system, 'shipper-an');
const binh = await openShift(system, 'shipper-binh');
const own = await sendOut(system, an.shiftId, 150);
const foreign = await sendOut(system, binh.shiftId, 40);
const many = await sendOut(system, an.shiftId, 500);

const tokensOf = (parcels: readonly Issued[]): readonly string[] => parcels.map(({ token }) => token);

const load = async (body: object, by = 'shipper-an') => {
  const before = { ...requests };
  const loaded = await loadShift(system, by, an.shiftId, { deviceId, ...body });
  const made = {
    get: requests.get - before.get,
    getMany: requests.getMany - before.getMany,
    transact: requests.transact - before.transact,
  };
  return { loaded, made, codes: loaded.results.map(({ status, problem }) => problem?.code ?? status) };
};

const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

const NOT_MINE = 'PARCEL.NOT_IN_CUSTODY';
const TOO_MANY = 'PARCEL.QUOTA_EXCEEDED';

describe('a shipper’s own load', () => {
  it('of 150 parcels comes in one call', async () => {
    const { loaded, codes, made } = await load({ tokens: tokensOf(own) });
    expect(codes).toEqual(times(150, 200));
    const content = await openLoaded(system, 'shipper-an', loaded, device);
    expect(content.parcels.map(({ waybillNumber }) => waybillNumber)).toEqual(
      own.map(({ waybillNumber }) => waybillNumber),
    );
    // Two pages of labels and two of parcels; two events for the reads, and one for the bundle.
    expect([made.getMany, made.transact]).toEqual([4, 3]);
    // Each parcel's escrow copy, the caller, shift and device, and keys.
    expect(made.get).toBeLessThan(190);
  });

  it('is never refused, read again and again, one by one and as a whole', async () => {
    const reads = [...own, ...own, ...own.slice(0, 100)];
    const answers = [];
    for (const { token } of reads)
      answers.push(
        (await system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' })).status,
      );
    expect(answers).toEqual(times(400, 200));
    for (let round = 0; round < 3; round++)
      expect((await load({ waybillNumbers: own.map(({ waybillNumber }) => waybillNumber) })).codes).toEqual(
        times(150, 200),
      );
  });
});

describe('parcels of others in a load', () => {
  it('are refused one by one, and the twentieth as one too many', async () => {
    const first = await load({ tokens: tokensOf([...own.slice(0, 2), ...foreign.slice(0, 10)]) });
    expect(first.codes).toEqual([200, 200, ...times(10, NOT_MINE)]);
    const more = foreign.slice(10, 21).map(({ waybillNumber }) => waybillNumber);
    const { codes } = await load({ tokens: tokensOf(own.slice(2, 4)), waybillNumbers: more });
    expect(codes).toEqual([200, 200, ...times(9, NOT_MINE), ...times(2, TOO_MANY)]);
  });

  it('count together with those that were tried at the door', async () => {
    const [tried, another] = foreign.slice(20, 22);
    const door = await system
      .as('shipper-an')
      .post('/v1/parcels/resolve', { token: tried?.token, purpose: 'delivery' });
    expect(((await door.json()) as { code: string }).code).toBe(TOO_MANY);
    expect((await load({ tokens: [another?.token] })).codes).toEqual([TOO_MANY]);
    // One that was counted before is merely not theirs.
    expect((await load({ tokens: tokensOf(foreign.slice(0, 1)) })).codes).toEqual([NOT_MINE]);
  });
});

describe('five hundred parcels at once', () => {
  it('are loaded, with few requests to the store and an answer that a function may give', async () => {
    const { loaded, codes, made } = await load({ tokens: tokensOf(many) });
    expect(codes).toEqual(times(500, 200));
    expect([made.getMany, made.transact]).toEqual([10, 7]);
    expect(loaded.text.length).toBeLessThan(1_000_000);
    expect(system.faults).toEqual([]);
  });
});
