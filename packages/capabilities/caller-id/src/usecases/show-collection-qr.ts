import type { Recorder } from '@temkin/audit-event';
import type { Caller, Receipt } from '@temkin/kernel';
import { encodeVietQr, type CollectionAccount, type Read } from '../domain/index.ts';
import type { CollectionAccountStore } from '../store/collection-accounts.ts';
import { openDetails } from './account-details.ts';
import { accountResource, refuseRegister } from './refuse-register.ts';
import type { Shifts } from './register-ports.ts';
import type { SealedValues } from './sealed-values.ts';
import { untilSettled } from './until-settled.ts';

export interface ShowCollectionQrDependencies {
  readonly recorder: Recorder;
  readonly accounts: Pick<CollectionAccountStore, 'page'>;
  /** Purpose `collection-account`. */
  readonly sealed: Pick<SealedValues, 'open'>;
  readonly shifts: Shifts;
}

/** Accounts that are read at once. */
const PAGE = 100;

/** The longest bill number that a code has room for (EMV QRCPS 1.1 §4.8). */
const LONGEST_BILL_NUMBER = 25;

/** All that there ever were are looked through: their ids say nothing of when they were registered. */
const latest = async (
  accounts: Pick<CollectionAccountStore, 'page'>,
  tenant: string,
): Promise<Read<CollectionAccount> | undefined> => {
  const active: Read<CollectionAccount>[] = [];
  let after: string | undefined;
  do {
    const page = await accounts.page(tenant, { limit: PAGE, ...(after !== undefined && { after }) });
    active.push(...page.entries.filter(({ state }) => state === 'active'));
    after = page.next;
  } while (after !== undefined);
  return active.toSorted((a, b) => a.addedAt - b.addedAt || a.accountId.localeCompare(b.accountId)).at(-1);
};

/**
 * A dynamic VietQR that pays the company for a parcel that the caller's own open shift has: to the account that was registered last,
 * with the amount that the app gives. The server does not open the parcel for it: the app has read the amount by the rules of
 * disclosure, and whatever it says, the money goes to the company. On record before it is answered. Refuses `CALL.NO_SHIFT`,
 * `CALL.NOT_IN_SHIFT` for whatever parcel that shift does not have, and `CALL.NO_ACCOUNT`.
 */
export const showCollectionQr =
  ({ recorder, accounts, sealed, shifts }: ShowCollectionQrDependencies) =>
  (
    caller: Caller,
    { waybillNumber, amountVnd }: { readonly waybillNumber: string; readonly amountVnd: number },
  ): Promise<{ readonly vietQrPayload: string; readonly receipt: Receipt }> =>
    untilSettled(async () => {
      const { tenant, id } = caller.principal;
      const shift = await shifts.openShift(tenant, id);
      if (shift === undefined) throw refuseRegister('CALL.NO_SHIFT');
      const carried = await shifts.carrying(tenant, waybillNumber);
      if (carried?.shiftId !== shift.shiftId) throw refuseRegister('CALL.NOT_IN_SHIFT');
      const account = await latest(accounts, tenant);
      if (account === undefined) throw refuseRegister('CALL.NO_ACCOUNT');

      const recorded = await recorder.commit(
        caller,
        {
          action: 'collection-qr.show',
          outcome: 'allowed',
          resources: [{ type: 'parcel', pseudonym: carried.pseudonym }, accountResource(account.accountId)],
        },
        { reliedOn: [shift.reliedOn, ...carried.reliedOn, account.reliedOn] },
      );
      if (recorded.outcome !== 'committed') return undefined;
      const { bankBin, account: number } = await openDetails(sealed, tenant, account);
      const vietQrPayload = encodeVietQr({
        bankBin,
        account: number,
        amountVnd,
        ...(waybillNumber.length <= LONGEST_BILL_NUMBER && { billNumber: waybillNumber }),
      });
      return { vietQrPayload, receipt: recorded.receipt };
    });
