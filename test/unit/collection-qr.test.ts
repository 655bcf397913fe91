import type { Recorder } from '@temkin/audit-event';
import { parseVietQr, type CollectionAccount } from '@temkin/caller-id/domain';
import { relyOn, type Key } from '@temkin/storage';
import { expect, it } from 'vitest';
import { collectionAccountStore } from '../../packages/capabilities/caller-id/src/store/collection-accounts.ts';
import { showCollectionQr } from '../../packages/capabilities/caller-id/src/usecases/show-collection-qr.ts';
import { memoryTable } from '../support/memory-table.ts';

const RECEIPT = { eventId: 'event', leaf: 'leaf' };
const SOME_KEY: Key = { table: 'calls', partition: 'some', sort: 'key' };
const reliedOn = relyOn(SOME_KEY, 1);

const idOf = (n: number): string => n.toString(16).padStart(32, '0');

const recorder: Recorder = { commit: async () => ({ outcome: 'committed', receipt: RECEIPT }) };

/** A company that has had this many accounts, of which all were retired but these, by the order of their ids. */
const world = async (count: number, active: readonly number[]) => {
  const table = memoryTable();
  const accounts = collectionAccountStore(table);
  for (let n = 0; n < count; n += 1) {
    const account: CollectionAccount = {
      accountId: idOf(n),
      state: active.includes(n) ? 'active' : 'retired',
      details: { keyId: 'k', nonce: new Uint8Array(24), ciphertext: new Uint8Array(1) },
      accountHash: idOf(n),
      addedAt: n,
      addReceipt: RECEIPT,
    };
    await table.transact(accounts.addWrites('demo', account), `token-${n}`);
  }
  const carried = { shiftId: 'shift', shipper: 'shipper-an', pseudonym: 'parcel', reliedOn: [reliedOn] };
  const show = showCollectionQr({
    recorder,
    accounts,
    sealed: { open: async (_, id) => JSON.stringify(['970436', id.slice(-12).toUpperCase(), 'BUU DIEN']) },
    shifts: {
      openShift: async () => ({ shiftId: 'shift', reliedOn }),
      carrying: async () => carried,
    },
  });
  const principal = { tenant: 'demo', id: 'shipper-an', client: 'app', roles: [] };
  return async (): Promise<unknown> => {
    const asked = { waybillNumber: 'EK000000017VN', amountVnd: 1_000 };
    const { vietQrPayload } = await show({ principal, reliedOn: [] }, asked);
    return parseVietQr(vietQrPayload);
  };
};

it('a QR code pays into the account that was registered last, however many there were before', async () => {
  const show = await world(250, [3, 249]);
  expect(await show()).toMatchObject({ account: idOf(249).slice(-12).toUpperCase() });
});
