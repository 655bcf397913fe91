import type { Approvals, PendingApproval, Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import { Refusal, type Caller, type Clock, type Receipt, type ReliedOn } from '@temkin/kernel';
import { askedName } from './asked-name.ts';
import type { Actor, ActorsByPseudonym } from './masked-actors.ts';

/** An open case, and the parcel that it names; the parcel capability knows them. */
export interface InvestigatedCase {
  readonly caseId: string;
  readonly kind: string;
  readonly reason: string;
  /** Staff id. */
  readonly openedBy: string;
  readonly reliedOn: ReliedOn;
  /** Absent once it is shredded. */
  readonly parcel?: MaskedParcel & { readonly pseudonym: string; readonly reliedOn: ReliedOn };
}

/** A parcel as it was issued. */
export interface MaskedParcel {
  readonly parcelId: string;
  readonly waybillNumber: string;
}

/** Whom a pseudonym means. */
export interface Unmasked {
  readonly state: 'unmasked';
  readonly actor?: Actor;
  readonly parcel?: MaskedParcel;
  readonly receipt: Receipt;
}

export interface UnmaskDependencies {
  readonly recorder: Recorder;
  readonly approvals: Approvals;
  readonly keyRing: Pick<KeyRing, 'current'>;
  readonly actors: ActorsByPseudonym;
  readonly cases: { caseParcel(tenant: string, caseId: string): Promise<InvestigatedCase | undefined> };
  readonly clock: Clock;
}

const UNMASK = 'audit.unmask';

/**
 * Tells whom a pseudonym means, once a second person has agreed: the actor of the caller's tenant whom it stands for, or the
 * parcel that the case is about. Nothing is looked up before both agree. It is put on record, by pseudonym and case, and only
 * then told; told once, since that spends the approval. Refuses `AUDIT.CASE_UNKNOWN` where the case is not open or the caller
 * opened it, `AUDIT.PSEUDONYM_UNKNOWN` for one that nothing here leads from, whatever the reason, and by the codes of
 * `Approvals`.
 */
export const unmask =
  ({ recorder, approvals, keyRing, actors, cases, clock }: UnmaskDependencies) =>
  async (
    caller: Caller,
    { pseudonym, caseId }: { readonly pseudonym: string; readonly caseId: string },
  ): Promise<Unmasked | PendingApproval> => {
    const { tenant, id } = caller.principal;
    const asked = { type: 'asked-pseudonym', pseudonym: await askedName(keyRing, tenant, pseudonym) };
    const about = await cases.caseParcel(tenant, caseId);
    // An id that leads to nothing is somebody's text: it must not enter the log by being sent.
    if (about === undefined) throw new Refusal('AUDIT.CASE_UNKNOWN', { about: { resources: [asked] } });
    const named = { type: 'case', pseudonym: caseId };
    if (about.openedBy === id)
      throw new Refusal('AUDIT.CASE_UNKNOWN', { about: { resources: [asked, named] } });

    const approval = await approvals.of(caller, {
      action: UNMASK,
      resources: [asked, named],
      terms: { pseudonym, caseId, caseKind: about.kind, caseReason: about.reason },
    });
    if (approval.state === 'pending') return approval;

    const parcel = about.parcel?.pseudonym === pseudonym ? about.parcel : undefined;
    const actor = parcel === undefined ? await actors.find(tenant, pseudonym, clock.now()) : undefined;
    if (parcel === undefined && actor === undefined)
      throw new Refusal('AUDIT.PSEUDONYM_UNKNOWN', {
        about: { resources: [asked, named, ...approval.resources] },
      });
    const recorded = await recorder.commit(
      caller,
      {
        action: UNMASK,
        outcome: 'allowed',
        resources: [
          { type: parcel === undefined ? 'actor' : 'parcel', pseudonym },
          named,
          ...approval.resources,
        ],
      },
      approval.spentWith({
        reliedOn: [about.reliedOn, ...(parcel === undefined ? [] : [parcel.reliedOn])],
      }),
    );
    if (recorded.outcome !== 'committed')
      throw new Refusal('ACCESS.APPROVAL_CHANGED', { retryAfterSeconds: 1 });
    return {
      state: 'unmasked',
      ...(parcel !== undefined && {
        parcel: { parcelId: parcel.parcelId, waybillNumber: parcel.waybillNumber },
      }),
      ...(actor !== undefined && { actor }),
      receipt: recorded.receipt,
    };
  };
