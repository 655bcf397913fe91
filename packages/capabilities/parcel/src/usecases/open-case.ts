import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Receipt } from '@temkin/kernel';
import type { Case, CaseKind, CaseReason } from '../domain/index.ts';
import type { CaseStore } from '../store/case-store.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { findByName, type ParcelName } from './find-by-name.ts';
import { caseResources } from './find-case.ts';
import type { Surroundings } from './ports.ts';
import { untilSettled } from './until-settled.ts';

export interface CaseDependencies extends Surroundings {
  readonly cases: CaseStore;
  readonly store: ParcelReads;
}

/**
 * Opens a case about a parcel, whatever its state: others may then read it for the purpose of that kind, its maker may
 * not. Refuses `PARCEL.UNKNOWN`. The same seed answers the same case again.
 */
export const openCase =
  ({ recorder, cases, store, clock }: CaseDependencies) =>
  (
    caller: Caller,
    asked: { readonly parcel: ParcelName; readonly kind: CaseKind; readonly reason: CaseReason },
    seed: Uint8Array,
  ): Promise<{ readonly opened: Case; readonly receipt: Receipt }> => {
    const { tenant, id } = caller.principal;
    const { kind, reason } = asked;
    const caseId = toHex(keyedHash(seed, 16, 'case'));
    return untilSettled(async () => {
      const again = await cases.case(tenant, caseId);
      if (again !== undefined) return { opened: again, receipt: again.openReceipt };

      const { parcelId, pseudonym } = await findByName({ store, clock }, tenant, asked.parcel, {
        purpose: kind,
      });
      const opened: Case = {
        caseId,
        parcelId,
        kind,
        reason,
        state: 'open',
        openedBy: id,
        openedAt: clock.now(),
      };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'case.open',
          outcome: 'allowed',
          resources: [{ type: 'parcel', pseudonym }, ...caseResources(opened)],
          purpose: kind,
          grounds: reason,
        },
        { writes: (receipt) => cases.openWrites(tenant, opened, receipt) },
      );
      return recorded.outcome === 'committed' ? { opened, receipt: recorded.receipt } : undefined;
    });
  };
