import type { ReliedOn } from '@temkin/kernel';
import type { Case, Parcel } from '../domain/index.ts';
import type { CaseReads } from '../store/case-store.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';

/** An open case, and who the parcel that it names is in the log. */
export interface CaseParcel extends Pick<Case, 'caseId' | 'kind' | 'reason' | 'openedBy'> {
  readonly reliedOn: ReliedOn;
  /** Absent once it is shredded: nothing leads from it to its pseudonym any more. */
  readonly parcel?: Pick<Parcel, 'parcelId' | 'waybillNumber' | 'pseudonym'> & {
    readonly reliedOn: ReliedOn;
  };
}

/** The open case of this id, with its parcel; undefined where there is none. */
export const findCaseParcel =
  ({ cases, store }: { readonly cases: CaseReads; readonly store: Pick<ParcelReads, 'parcel'> }) =>
  async (tenant: string, caseId: string): Promise<CaseParcel | undefined> => {
    const found = await cases.case(tenant, caseId);
    if (found?.state !== 'open') return undefined;
    const { kind, reason, openedBy, parcelId, reliedOn } = found;
    const parcel = await store.parcel(tenant, parcelId);
    const isKnown = parcel !== undefined && parcel.state !== 'shredded';
    return {
      caseId,
      kind,
      reason,
      openedBy,
      reliedOn,
      ...(isKnown && {
        parcel: {
          parcelId,
          waybillNumber: parcel.waybillNumber,
          pseudonym: parcel.pseudonym,
          reliedOn: parcel.reliedOn,
        },
      }),
    };
  };
