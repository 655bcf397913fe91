import type { ActorPseudonyms, Recorder } from '@temkin/audit-event';
import { Refusal, type Caller, type Clock, type Receipt } from '@temkin/kernel';
import { recentAdmissions, STATUS_CHANGES, type Admission, type PrincipalStatus } from '../domain/index.ts';
import type { PrincipalStore } from '../store/principals.ts';

export interface StatusDependencies {
  readonly principals: Pick<PrincipalStore, 'find' | 'statusWrite'>;
  readonly recorder: Recorder;
  readonly actors: ActorPseudonyms;
  readonly clock: Clock;
}

/** A staff member's status, and the receipt of the change that made it just now. */
export interface ChangedStatus {
  readonly id: string;
  readonly status: PrincipalStatus;
  readonly receipt?: Receipt;
}

/** The word for a change of status in events, by what it leads to. */
const ACTIONS = {
  active: 'staff.reinstate',
  suspended: 'staff.suspend',
  revoked: 'staff.revoke',
} as const satisfies Readonly<Record<PrincipalStatus, string>>;

/**
 * Suspends, revokes or reinstates a staff member of the caller's tenant, on record. The change holds for every request
 * that is authenticated after it, and fails every transaction of a request that was authenticated before. Who reinstates
 * somebody is no second person to them for a while. Who has the status already is answered as they are. Refuses
 * `ACCESS.OWN_STATUS`, `ACCESS.PRINCIPAL_UNKNOWN` (systems, too, are not staff), `ACCESS.STATUS_UNREACHABLE` and, where
 * somebody else changed the record meanwhile, `ACCESS.PRINCIPAL_CHANGED`.
 */
export const changeStatus =
  ({ principals, recorder, actors, clock }: StatusDependencies) =>
  async (caller: Caller, id: string, status: PrincipalStatus): Promise<ChangedStatus> => {
    const { tenant } = caller.principal;
    const now = clock.now();
    if (id === caller.principal.id) throw new Refusal('ACCESS.OWN_STATUS');
    const principal = await principals.find(tenant, id);
    if (principal?.kind !== 'staff') throw new Refusal('ACCESS.PRINCIPAL_UNKNOWN');
    if (principal.status === status) return { id, status };
    if (!STATUS_CHANGES[principal.status].includes(status))
      throw new Refusal('ACCESS.STATUS_UNREACHABLE', { detail: `The principal is ${principal.status}.` });

    const admissions: readonly Admission[] = [
      ...recentAdmissions(principal.admissions, now),
      ...(status === 'active' ? [{ by: await actors.of(tenant, caller.principal.id, now), at: now }] : []),
    ];
    const recorded = await recorder.commit(
      caller,
      {
        action: ACTIONS[status],
        outcome: 'allowed',
        resources: [
          { type: 'staff', pseudonym: await actors.of(tenant, id, now) },
          { type: 'principal', pseudonym: principal.recordId },
        ],
      },
      { writes: () => [principals.statusWrite(principal, status, admissions)] },
    );
    if (recorded.outcome !== 'committed') throw new Refusal('ACCESS.PRINCIPAL_CHANGED');
    return { id, status, receipt: recorded.receipt };
  };
