import type { KeyRing } from '@temkin/crypto';
import type { Caller, Receipt } from '@temkin/kernel';
import type { AuthorityRequestContent, HandoverMinutes } from '../../domain/index.ts';
import type { AuthorityRequests, Handover, KeptAuthorityRequest } from '../../store/authority-requests.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';
import { openContent, openMinutes } from './authority-content.ts';
import { authorityRequestResource, refuseRight } from './refuse-rights.ts';

/** All that the register has of a request. */
export interface ReadAuthorityRequest {
  readonly request: KeptAuthorityRequest;
  readonly content: AuthorityRequestContent;
  readonly handovers: readonly Handover[];
  readonly minutes?: HandoverMinutes;
  readonly receipt: Receipt;
}

/** A request with what the authority wrote, once the reading of it is on record. Refuses `AUTHORITY_REQUEST.UNKNOWN`. */
export const readAuthorityRequest =
  ({
    registry,
    authorities,
    keyRing,
  }: {
    readonly registry: Pick<Registry, 'recorder'>;
    readonly authorities: Pick<AuthorityRequests, 'find' | 'handovers'>;
    /** Purpose `registry`. */
    readonly keyRing: Pick<KeyRing, 'byId'>;
  }) =>
  (caller: Caller, requestId: string): Promise<ReadAuthorityRequest> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const found = await authorities.find(tenant, requestId);
      if (found === undefined) throw refuseRight('AUTHORITY_REQUEST.UNKNOWN');
      const { reliedOn, ...request } = found;
      const recorded = await registry.recorder.commit(
        caller,
        {
          action: 'registry.docket',
          outcome: 'allowed',
          change: 'authority-requests',
          resources: [authorityRequestResource(requestId)],
        },
        { reliedOn: [reliedOn] },
      );
      if (recorded.outcome !== 'committed') return undefined;
      const minutes = await openMinutes(keyRing, tenant, found);
      return {
        request,
        content: await openContent(keyRing, tenant, found),
        handovers: await authorities.handovers(tenant, requestId),
        ...(minutes !== undefined && { minutes }),
        receipt: recorded.receipt,
      };
    });
  };
