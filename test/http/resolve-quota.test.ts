import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { sendOut } from '../support/loads.ts';
import { openShift, type Issued } from '../support/parcels.ts';
import { eventBehind } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const { shiftId } = await openShift(system, 'shipper-an');
/** Out with An: nobody else's business. */
const foreign = await sendOut(system, shiftId, 40);

const read = (by: string, { token }: Issued) =>
  system.as(by).post('/v1/parcels/resolve', { token, purpose: 'delivery' });

const codesOf = async (by: string, parcels: readonly Issued[]): Promise<(string | number)[]> => {
  const codes = [];
  for (const parcel of parcels) codes.push(await codeOf(await read(by, parcel)));
  return codes;
};

const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

let serial = 0;
/** A shipper of the same depot with nothing tried yet. */
const newShipper = async (): Promise<string> => {
  const subject = `shipper-${(serial += 1)}`;
  await system.enrol({
    subject,
    tenant: 'demo',
    kind: 'staff',
    roles: ['shipper'],
    facility: 'HN-BA-DINH',
    scopes: ['parcels:resolve', 'custody:record'],
  });
  return subject;
};

const NOT_MINE = 'PARCEL.NOT_IN_CUSTODY';
const TOO_MANY = 'PARCEL.QUOTA_EXCEEDED';

describe('the quota of parcels outside the own custody', () => {
  it('lets nineteen distinct ones be tried in a day, and refuses the twentieth as one too many', async () => {
    const by = await newShipper();
    expect(await codesOf(by, foreign.slice(0, 19))).toEqual(times(19, NOT_MINE));
    for (const parcel of foreign.slice(19, 22)) {
      const answer = await read(by, parcel);
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(await eventBehind(system.table, answer)).toMatchObject({
        status_code: TOO_MANY,
        resources: [{ type: 'parcel' }],
      });
      expect(await codeOf(answer)).toBe(TOO_MANY);
    }
  });

  it('counts a parcel once, however often it is tried, also when the quota is spent', async () => {
    const by = await newShipper();
    expect(await codesOf(by, times(20, foreign[0] as Issued))).toEqual(times(20, NOT_MINE));
    expect(await codesOf(by, foreign.slice(1, 19))).toEqual(times(18, NOT_MINE));
    expect(await codesOf(by, foreign.slice(19, 20))).toEqual([TOO_MANY]);
    expect(await codesOf(by, foreign.slice(0, 3))).toEqual(times(3, NOT_MINE));
  });

  it('puts each counted attempt on record with the policy, and each repetition too', async () => {
    const by = await newShipper();
    const [counted, repeated] = [await read(by, foreign[0] as Issued), await read(by, foreign[0] as Issued)];
    const event = await eventBehind(system.table, counted);
    expect(event).toMatchObject({
      status_code: NOT_MINE,
      unmapped: { outcome: 'refused', purpose: 'delivery', policies: ['foreign-read-quota'] },
    });
    const again = await eventBehind(system.table, repeated);
    expect(again).toMatchObject({ status_code: NOT_MINE, unmapped: { purpose: 'delivery' } });
    expect(again?.resources).toEqual(event?.resources);
    expect(again?.metadata.uid).not.toBe(event?.metadata.uid);
  });

  it('never stands in the way of the own load, neither its reading nor its reading again', async () => {
    const by = await newShipper();
    const own = await sendOut(system, (await openShift(system, by)).shiftId, 25);
    expect(await codesOf(by, own)).toEqual(times(25, 200));
    expect(await codesOf(by, foreign.slice(0, 20))).toEqual([...times(19, NOT_MINE), TOO_MANY]);
    expect(await codesOf(by, [...own, ...own.slice(0, 15)])).toEqual(times(40, 200));
  });

  it('is each shipper’s own', async () => {
    const [one, other] = [await newShipper(), await newShipper()];
    expect(await codesOf(one, foreign.slice(0, 20))).toContain(TOO_MANY);
    expect(await codesOf(other, foreign.slice(0, 19))).toEqual(times(19, NOT_MINE));
  });

  it('begins anew at midnight in Vietnam, not before', async () => {
    const by = await newShipper();
    expect(await codesOf(by, foreign.slice(0, 20))).toEqual([...times(19, NOT_MINE), TOO_MANY]);
    system.clock.set(Date.parse('2026-11-23T23:59:59+07:00'));
    expect(await codesOf(by, foreign.slice(19, 20))).toEqual([TOO_MANY]);
    system.clock.set(Date.parse('2026-11-24T00:00:00+07:00'));
    expect(await codesOf(by, foreign.slice(19, 40))).toEqual([...times(19, NOT_MINE), ...times(2, TOO_MANY)]);
  });

  it('is exact where forty attempts come at once: nineteen are counted and no refusal goes unrecorded', async () => {
    const by = await newShipper();
    const answers = await Promise.all(foreign.map((parcel) => read(by, parcel)));
    const reasons = await Promise.all(
      answers.map(async (answer) => (await eventBehind(system.table, answer))?.status_code),
    );
    expect(reasons.filter((reason) => reason === NOT_MINE)).toHaveLength(19);
    expect(reasons.filter((reason) => reason === TOO_MANY)).toHaveLength(21);
    expect(await Promise.all(answers.map(codeOf))).toEqual(reasons);
  });

  it('counts a parcel once where it is tried many times at once', async () => {
    const by = await newShipper();
    const answers = await Promise.all(times(20, foreign[0] as Issued).map((parcel) => read(by, parcel)));
    expect(await Promise.all(answers.map(codeOf))).toEqual(times(20, NOT_MINE));
    expect(await codesOf(by, foreign.slice(1, 20))).toEqual([...times(18, NOT_MINE), TOO_MANY]);
    expect(system.faults).toEqual([]);
  });
});
