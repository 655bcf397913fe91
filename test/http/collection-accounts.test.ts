import { encodeVietQr, parseVietQr } from '@temkin/caller-id/domain';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from '../support/answer-codes.ts';
import { decide, pendingIn, waitingFor } from '../support/approvals.ts';
import { down, unconfirmed } from '../support/failing-writes.ts';
import { postPublicly } from '../support/parcel-history.ts';
import { handTo, issue, openShift } from '../support/parcels.ts';
import { eventBehind, receiptOf, recordedEvents } from '../support/recorded-events.ts';
import { added, askAccount, freshAccount, type AccountAnswer } from '../support/registers.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testSystem } from '../support/system.ts';

const staged = stagedTable();
const system = await testSystem({ wrapTable: staged.wrapTable });
const { table } = system;

afterEach(() => {
  staged.stage();
});

const retire = (accountId: string, by = 'staff-admin-lan') =>
  system.as(by).post(`/v1/collection-accounts/${accountId}/retire`);

const listed = async (by = 'staff-admin-lan'): Promise<readonly AccountAnswer[]> => {
  const answer = await system.as(by).get('/v1/collection-accounts?limit=100');
  return ((await answer.json()) as { readonly accounts: readonly AccountAnswer[] }).accounts;
};

let network = 0;

const checked = async ({ bank, account }: { readonly bank: string; readonly account: string }) => {
  const from = `198.51.100.${(network += 1)}`;
  const answer = await postPublicly(system, '/v1/public/demo/payment-checks', { bank, account }, from);
  return ((await answer.json()) as { readonly result: string }).result;
};

describe('an account for cash on delivery', () => {
  it('is registered by two people, who agree to bank, number and name, and is then official', async () => {
    const [key, account] = [randomUUID(), { ...freshAccount(), bank: 'vcb' }];
    const ask = () => askAccount(system, account, undefined, key);
    const pending = await pendingIn(await ask());
    expect(await checked(account)).toBe('NOT_OFFICIAL');
    const [shown] = await waitingFor(system, 'security-ha');
    expect(shown).toMatchObject({
      ...pending,
      action: 'collection-account.add',
      requestedBy: 'staff-admin-lan',
      terms: { ...account, bank: 'Vietcombank', bankBin: '970436' },
    });
    expect((await decide(system, pending, 'approve', 'security-ha')).status).toBe(200);
    const answer = await ask();
    expect(answer.status).toBe(201);
    const made = (await answer.clone().json()) as AccountAnswer;
    expect(made).toEqual({
      ...account,
      accountId: expect.stringMatching(/^[0-9a-f]{32}$/),
      bank: 'Vietcombank',
      bankBin: '970436',
      state: 'active',
      addedAt: expect.stringMatching(/^2026-11-23T/),
    });
    expect(await eventBehind(table, answer)).toMatchObject({
      api: { operation: 'collection-account.add' },
      resources: [
        { type: 'collection-account', uid: made.accountId },
        { type: 'approval', uid: pending.approvalId },
      ],
    });
    expect(await checked(account)).toBe('OFFICIAL');
    expect(await listed()).toContainEqual(made);
    const again = await ask();
    expect([again.status, await again.clone().json()]).toEqual([201, made]);
    expect(receiptOf(again)).toEqual(receiptOf(answer));
    expect(JSON.stringify(await system.stored())).not.toContain(account.account);
    expect(JSON.stringify(await recordedEvents(table))).not.toContain(account.account);
  });

  it('is not registered by one person, nor when the other says no', async () => {
    const [key, account] = [randomUUID(), freshAccount()];
    const ask = () => askAccount(system, account, undefined, key);
    const pending = await pendingIn(await ask());
    expect((await decide(system, pending, 'approve', 'staff-admin-oanh')).ok).toBe(false);
    expect((await decide(system, pending, 'reject')).status).toBe(200);
    expect(await codeOf(await ask())).toBe('ACCESS.APPROVAL_REJECTED');
    expect(await checked(account)).toBe('NOT_OFFICIAL');
  });

  it('is another one in other words: what was agreed to is exactly that number', async () => {
    const account = freshAccount();
    const pending = await pendingIn(await askAccount(system, account));
    await decide(system, pending);
    const altered = await askAccount(system, { ...account, account: '0011000000001' });
    expect(altered.status).toBe(202);
    expect(await checked({ ...account, account: '0011000000001' })).toBe('NOT_OFFICIAL');
  });

  it('is registered once at a time, and again after it was retired', async () => {
    const account = freshAccount();
    const { accountId } = await added(system, account);
    expect(await codeOf(await askAccount(system, account))).toBe('CALL.ACCOUNT_EXISTS');
    expect((await retire(accountId)).status).toBe(200);
    expect(await checked(account)).toBe('NOT_OFFICIAL');
    expect((await added(system, account)).accountId).not.toBe(accountId);
    expect(await checked(account)).toBe('OFFICIAL');
  });

  it.each([
    [{ bank: 'Ngân hàng Không Có' }, '/bank'],
    [{ account: '12 34*567' }, '/account'],
  ])('is refused where it can be none: %j', async (wrong, pointer) => {
    const answer = await askAccount(system, wrong);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'CALL.ACCOUNT_INVALID', errors: [{ pointer }] });
  });

  it('is nobody else’s: another company neither lists, retires nor is answered by it', async () => {
    const account = freshAccount();
    const { accountId } = await added(system, account);
    expect(await listed('other-staff-admin')).toEqual([]);
    expect(await codeOf(await retire(accountId, 'other-staff-admin'))).toBe('CALL.ACCOUNT_UNKNOWN');
    const { bank, account: number } = account;
    const answer = await postPublicly(system, '/v1/public/other/payment-checks', { bank, account: number });
    expect(await answer.json()).toMatchObject({ result: 'NOT_OFFICIAL' });
  });

  it.each([
    ['lost', down, false],
    ['applied', unconfirmed, true],
  ] as const)('is whole where its write is %s, and is completed by asking again', async (_, fate, is) => {
    const [key, account] = [randomUUID(), freshAccount()];
    const ask = () => askAccount(system, account, undefined, key);
    await decide(system, await pendingIn(await ask()));
    staged.once(fate);
    expect((await ask()).status).toBeGreaterThan(499);
    expect(await checked(account)).toBe(is ? 'OFFICIAL' : 'NOT_OFFICIAL');
    expect((await ask()).status).toBe(201);
    expect(await checked(account)).toBe('OFFICIAL');
  });

  it.each([
    ['lost', down, 'OFFICIAL'],
    ['applied', unconfirmed, 'NOT_OFFICIAL'],
  ] as const)('is retired whole where the write is %s', async (_, fate, result) => {
    const account = freshAccount();
    const { accountId } = await added(system, account);
    staged.once(fate);
    expect((await retire(accountId)).status).toBeGreaterThan(499);
    expect(await checked(account)).toBe(result);
    const answer = await retire(accountId);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ state: 'retired' }),
    ]);
    expect(await checked(account)).toBe('NOT_OFFICIAL');
  });
});

describe('the code that a shipper shows', () => {
  it('pays the account that was registered last, for a parcel of the own shift, and is on record', async () => {
    const { shiftId } = await openShift(system, 'shipper-an');
    const parcel = await issue(system);
    const ask = (by: string, waybillNumber: string) =>
      system.as(by).post('/v1/collection-qr', { waybillNumber, amountVnd: 420_000 });
    expect(await codeOf(await ask('shipper-binh', parcel.waybillNumber))).toBe('CALL.NO_SHIFT');
    for (const number of [parcel.waybillNumber, 'NONE-1'])
      expect(await codeOf(await ask('shipper-an', number))).toBe('CALL.NOT_IN_SHIFT');
    await handTo(system, parcel, shiftId);
    await openShift(system, 'shipper-binh');
    expect(await codeOf(await ask('shipper-binh', parcel.waybillNumber))).toBe('CALL.NOT_IN_SHIFT');

    for (const { accountId } of await listed()) await retire(accountId);
    expect(await codeOf(await ask('shipper-an', parcel.waybillNumber))).toBe('CALL.NO_ACCOUNT');
    await added(system);
    system.clock.advance(1_000);
    const { bankBin, account } = await added(system);
    const answer = await ask('shipper-an', parcel.waybillNumber);
    const { vietQrPayload } = (await answer.clone().json()) as { readonly vietQrPayload: string };
    expect(parseVietQr(vietQrPayload)).toEqual({
      bankBin,
      account,
      service: 'account',
      dynamic: true,
      amountVnd: 420_000,
      billNumber: parcel.waybillNumber,
      otherAccounts: false,
    });
    expect(await eventBehind(table, answer)).toMatchObject({
      api: { operation: 'collection-qr.show' },
      resources: [{ type: 'parcel' }, { type: 'collection-account' }],
    });
    const check = await postPublicly(system, '/v1/public/demo/payment-checks', { vietQrPayload });
    expect(await check.json()).toMatchObject({ result: 'OFFICIAL' });
    // The same money by the same code elsewhere.
    const elsewhere = encodeVietQr({ bankBin, account: '9999000011112', amountVnd: 420_000 });
    const other = await postPublicly(system, '/v1/public/demo/payment-checks', { vietQrPayload: elsewhere });
    expect(await other.json()).toMatchObject({ result: 'NOT_OFFICIAL' });
  });

  it('shows nothing where the parcel has left the shift in between', async () => {
    const parcel = await issue(system);
    const { shiftId } = (await (await system.as('shipper-an').get('/v1/shifts/current')).json()) as {
      readonly shiftId: string;
    };
    await handTo(system, parcel, shiftId);
    staged.inBetween(() => system.as('desk-em').post(`/v1/shifts/${shiftId}/close`));
    const answer = await system
      .as('shipper-an')
      .post('/v1/collection-qr', { waybillNumber: parcel.waybillNumber, amountVnd: 1_000 });
    expect(await codeOf(answer)).toBe('CALL.NO_SHIFT');
  });
});

it('meets no fault of ours', () => {
  expect(system.faults).toEqual([]);
});
