import type { Approvals, PendingApproval } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import type { Caller, Receipt } from '@temkin/kernel';
import type { AuthorityRequests, KeptAuthorityRequest } from '../../store/authority-requests.ts';
import type { Registry } from '../registry.ts';
import { releaseByTwo } from '../release-by-two.ts';
import { untilSettled } from '../until-settled.ts';
import { askedText, openContent } from './authority-content.ts';
import { authorityRequestResource, refuseRight } from './refuse-rights.ts';

export interface ReleaseAuthorityRequestDependencies {
  readonly registry: Pick<Registry, 'recorder' | 'clock'>;
  readonly authorities: Pick<AuthorityRequests, 'find' | 'changeWrite'>;
  readonly approvals: Approvals;
  /** Purpose `registry`. */
  readonly keyRing: Pick<KeyRing, 'byId'>;
}

/** A request that two people have released. */
export interface ReleasedRequest {
  readonly state: 'released';
  readonly request: KeptAuthorityRequest;
  readonly receipt?: Receipt;
}

/**
 * Releases what an authority asked, the whole of it and nothing else, once a second person has agreed to all that the register says of
 * it, word for word. What is on record as asked is opened after that. A released request is answered as it is. Refuses
 * `AUTHORITY_REQUEST.UNKNOWN`, also for another tenant's, `AUTHORITY_REQUEST.CLOSED`, and by the codes of `Approvals`.
 */
export const releaseAuthorityRequest = ({
  registry,
  authorities,
  approvals,
  keyRing,
}: ReleaseAuthorityRequestDependencies) => {
  const { recorder, clock } = registry;
  const release = releaseByTwo({ recorder, approvals });
  return (caller: Caller, requestId: string): Promise<ReleasedRequest | PendingApproval> => {
    const { tenant, id } = caller.principal;
    return untilSettled(async () => {
      const found = await authorities.find(tenant, requestId);
      if (found === undefined) throw refuseRight('AUTHORITY_REQUEST.UNKNOWN');
      const { reliedOn, ...request } = found;
      if (found.state === 'closed') throw refuseRight('AUTHORITY_REQUEST.CLOSED');
      if (found.state === 'released') return { state: 'released', request };
      const draft = {
        action: 'registry.release',
        outcome: 'allowed',
        purpose: 'authority-request',
        grounds: found.ground,
        groups: found.fields,
      } as const;
      const released = { ...request, state: 'released', releasedBy: id, releasedAt: clock.now() } as const;
      const agreed = await release(caller, {
        draft,
        resources: [authorityRequestResource(requestId)],
        reliedOn,
        terms: async () => {
          const { people, ...content } = await openContent(keyRing, tenant, found);
          return {
            requestId,
            ...content,
            ground: found.ground,
            urgency: found.urgency,
            fields: found.fields,
            people: people.map(askedText),
          };
        },
        writes: async () => () => [authorities.changeWrite(tenant, found, released)],
      });
      return agreed?.state === 'released'
        ? { state: 'released', request: released, receipt: agreed.receipt }
        : agreed;
    });
  };
};
