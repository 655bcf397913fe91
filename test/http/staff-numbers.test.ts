import { shipperLines, staffOwners } from '@temkin/caller-id';
import { systemRandom } from '@temkin/kernel';
import { keyRing } from '@temkin/crypto';
import { tableWrappedKeys } from '@temkin/storage';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { cut, down, unconfirmed } from '../support/failing-writes.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { askStaffNumber, freshNumber, registered, type StaffNumberAnswer } from '../support/registers.ts';
import { staffStatus } from '../support/staff-status.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { clock, table, sims } = system;

/** What others of the system read of the register, over the same keys. */
const reading = {
  table,
  random: systemRandom,
  keyRing: keyRing({
    rootKey: system.rootKeys.main,
    wrappedKeys: tableWrappedKeys(table, clock),
    clock,
    random: systemRandom,
    epochs: 'shared',
  }),
};
const lines = shipperLines(reading);
const owners = staffOwners(reading);

afterEach(() => {
  staged.stage();
});

const e164 = (number: string): string => `+84${number.slice(1)}`;

const retire = (staffNumberId: string, by = 'staff-admin-lan') =>
  system.as(by).post(`/v1/staff-numbers/${staffNumberId}/retire`);

const listed = async (by = 'staff-admin-lan'): Promise<readonly StaffNumberAnswer[]> => {
  const answer = await system.as(by).get('/v1/staff-numbers?limit=100');
  return ((await answer.json()) as { readonly staffNumbers: readonly StaffNumberAnswer[] }).staffNumbers;
};

describe('registering a shipper’s telephone', () => {
  it('asks the operator once, keeps it sealed, and makes it the shipper’s line', async () => {
    const number = freshNumber();
    const answer = await askStaffNumber(system, { number });
    expect(answer.status).toBe(201);
    const made = (await answer.clone().json()) as StaffNumberAnswer;
    expect(made).toEqual({
      staffNumberId: expect.stringMatching(/^[0-9a-f]{32}$/),
      shipper: 'shipper-an',
      maskedNumber: `•••${number.slice(-3)}`,
      state: 'verified',
      registeredAt: expect.stringMatching(/^2026-11-23T/),
    });
    expect(sims.asked.at(-1)).toEqual({
      verificationId: made.staffNumberId,
      tenant: 'demo',
      number: e164(number),
      simAgeHours: 72,
    });
    expect(await eventBehind(table, answer)).toMatchObject({
      api: { operation: 'staff-number.register' },
      resources: [{ type: 'staff-number', uid: made.staffNumberId }],
      unmapped: { policies: ['sim-age'] },
    });
    expect(await lines.numberOf('demo', 'shipper-an')).toBe(e164(number));
    expect(await owners.ownerOf('demo', e164(number))).toBe('shipper-an');
    expect(await listed()).toContainEqual(made);
    const stored = JSON.stringify(await system.stored());
    expect(stored).not.toContain(number.slice(1));
    expect(JSON.stringify(await recordedEvents(table))).not.toContain(number.slice(1));
  });

  it('is done once however often it is sent', async () => {
    const [key, number] = [randomUUID(), freshNumber()];
    const first = await askStaffNumber(system, { number }, undefined, key);
    const asked = sims.asked.length;
    const again = await askStaffNumber(system, { number }, undefined, key);
    expect([again.status, await again.json()]).toEqual([201, await first.json()]);
    expect(receiptOf(again)).toEqual(receiptOf(first));
    expect(sims.asked).toHaveLength(asked);
  });

  it.each([
    ['not-verified', 'CALL.SIM_NOT_VERIFIED'],
    ['swapped', 'CALL.SIM_CHANGED'],
    ['cannot-tell', 'CALL.SIM_NOT_CHECKED'],
  ] as const)('keeps nothing of a number of which the operator says %s', async (verdict, code) => {
    const number = freshNumber();
    sims.say(e164(number), verdict);
    const before = (await listed()).length;
    expect(await codeOf(await askStaffNumber(system, { number, shipper: 'shipper-binh' }))).toBe(code);
    expect(await listed()).toHaveLength(before);
    expect(await lines.numberOf('demo', 'shipper-binh')).toBeUndefined();
    expect(await owners.ownerOf('demo', e164(number))).toBeUndefined();
  });

  it('asks no operator about who is no active shipper', async () => {
    const asked = sims.asked.length;
    for (const shipper of ['nobody', 'desk-em', 'order-system', 'other-shipper'])
      expect(await codeOf(await askStaffNumber(system, { shipper }))).toBe('CALL.SHIPPER_UNKNOWN');
    await staffStatus(table)('demo', 'shipper-binh', 'suspended');
    expect(await codeOf(await askStaffNumber(system, { shipper: 'shipper-binh' }))).toBe(
      'CALL.SHIPPER_UNKNOWN',
    );
    await staffStatus(table)('demo', 'shipper-binh', 'active');
    expect(sims.asked).toHaveLength(asked);
  });

  it('takes a number for one staff member of a company, and of another company as well', async () => {
    const number = freshNumber();
    await registered(system, { number });
    expect(await codeOf(await askStaffNumber(system, { number, shipper: 'shipper-binh' }))).toBe(
      'CALL.STAFF_NUMBER_TAKEN',
    );
    await registered(system, { number, shipper: 'other-shipper' }, 'other-staff-admin');
    expect(await owners.ownerOf('demo', e164(number))).toBe('shipper-an');
    expect(await owners.ownerOf('other', e164(number))).toBe('other-shipper');
    const [theirs] = await listed('other-staff-admin');
    expect(theirs).toMatchObject({ shipper: 'other-shipper' });
  });

  it('takes a number for one of two at once', async () => {
    const number = freshNumber();
    const codes = await Promise.all(
      ['shipper-an', 'shipper-binh'].map(async (shipper) =>
        codeOf(await askStaffNumber(system, { number, shipper })),
      ),
    );
    expect(codes.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      201,
      'CALL.STAFF_NUMBER_TAKEN',
    ]);
  });

  it.each(['0243825', '02438256789', '+12025550123', '0912', 'x', ''])('takes no %j', async (number) => {
    expect(await codeOf(await askStaffNumber(system, { number }))).toBe('REQUEST.INVALID');
  });

  it('loses to a suspension in between', async () => {
    staged.inBetween(() => staffStatus(table)('demo', 'shipper-binh', 'suspended'));
    const answer = await askStaffNumber(system, { shipper: 'shipper-binh' });
    expect(await codeOf(answer)).toBe('CALL.SHIPPER_UNKNOWN');
    await staffStatus(table)('demo', 'shipper-binh', 'active');
  });

  it.each([
    ['lost', down, 'AUDIT.UNAVAILABLE', false],
    ['cut', cut, 'STORE.OUTCOME_UNKNOWN', false],
    ['applied', unconfirmed, 'STORE.OUTCOME_UNKNOWN', true],
  ] as const)(
    'is whole where its write is %s, and is completed by sending it again',
    async (_, fate, code, is) => {
      const [key, number] = [randomUUID(), freshNumber()];
      staged.once(fate);
      expect(await codeOf(await askStaffNumber(system, { number }, undefined, key))).toBe(code);
      expect(await owners.ownerOf('demo', e164(number))).toBe(is ? 'shipper-an' : undefined);
      expect((await lines.numberOf('demo', 'shipper-an')) === e164(number)).toBe(is);
      expect((await askStaffNumber(system, { number }, undefined, key)).status).toBe(201);
      expect(await lines.numberOf('demo', 'shipper-an')).toBe(e164(number));
    },
  );

  it('is found in any later month and year', async () => {
    const number = freshNumber();
    const { staffNumberId } = await registered(system, { number, shipper: 'shipper-binh' });
    clock.advance(400 * 86_400_000);
    expect(await owners.ownerOf('demo', e164(number))).toBe('shipper-binh');
    expect(await lines.numberOf('demo', 'shipper-binh')).toBe(e164(number));
    expect(await codeOf(await askStaffNumber(system, { number }))).toBe('CALL.STAFF_NUMBER_TAKEN');
    expect((await retire(staffNumberId)).status).toBe(200);
  });
});

describe('retiring a shipper’s telephone', () => {
  it('forgets the number and ends the line, for good', async () => {
    const number = freshNumber();
    const { staffNumberId } = await registered(system, { number });
    const answer = await retire(staffNumberId);
    const retired = (await answer.clone().json()) as StaffNumberAnswer;
    expect(retired).toMatchObject({ staffNumberId, state: 'retired' });
    expect(retired).not.toHaveProperty('maskedNumber');
    expect(await eventBehind(table, answer)).toMatchObject({ api: { operation: 'staff-number.retire' } });
    expect(await lines.numberOf('demo', 'shipper-an')).toBeUndefined();
    expect(await owners.ownerOf('demo', e164(number))).toBeUndefined();
    const again = await retire(staffNumberId);
    expect([again.status, receiptOf(again), await again.json()]).toEqual([200, undefined, retired]);
    await registered(system, { number, shipper: 'shipper-binh' });
    expect(await owners.ownerOf('demo', e164(number))).toBe('shipper-binh');
  });

  it('leaves the line to a number that was registered since', async () => {
    const [older, newer] = [freshNumber(), freshNumber()];
    const { staffNumberId } = await registered(system, { number: older });
    await registered(system, { number: newer });
    expect((await retire(staffNumberId)).status).toBe(200);
    expect(await lines.numberOf('demo', 'shipper-an')).toBe(e164(newer));
  });

  it('is tried anew where the line moved in between', async () => {
    const [older, newer] = [freshNumber(), freshNumber()];
    const { staffNumberId } = await registered(system, { number: older });
    staged.inBetween(() => registered(system, { number: newer }));
    expect((await retire(staffNumberId)).status).toBe(200);
    expect(await lines.numberOf('demo', 'shipper-an')).toBe(e164(newer));
    expect(await owners.ownerOf('demo', e164(older))).toBeUndefined();
  });

  it.each([
    ['lost', down, 'AUDIT.UNAVAILABLE', false],
    ['applied', unconfirmed, 'STORE.OUTCOME_UNKNOWN', true],
  ] as const)('is whole where its write is %s', async (_, fate, code, is) => {
    const number = freshNumber();
    const { staffNumberId } = await registered(system, { number });
    staged.once(fate);
    expect(await codeOf(await retire(staffNumberId))).toBe(code);
    expect((await owners.ownerOf('demo', e164(number))) === undefined).toBe(is);
    expect((await lines.numberOf('demo', 'shipper-an')) === undefined).toBe(is);
    expect((await retire(staffNumberId)).status).toBe(200);
    expect(await owners.ownerOf('demo', e164(number))).toBeUndefined();
  });

  it('is refused for what is no number of the company’s', async () => {
    const { staffNumberId } = await registered(system);
    expect(await codeOf(await retire(staffNumberId, 'other-staff-admin'))).toBe('CALL.STAFF_NUMBER_UNKNOWN');
    expect(await codeOf(await retire('0'.repeat(32)))).toBe('CALL.STAFF_NUMBER_UNKNOWN');
  });
});

it('meets no fault of ours', () => {
  expect(system.faults).toEqual([]);
});
