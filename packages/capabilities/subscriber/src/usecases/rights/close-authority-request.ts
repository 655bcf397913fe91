import type { KeyRing } from '@temkin/crypto';
import type { Caller, Receipt } from '@temkin/kernel';
import {
  decideAuthorityClosing,
  isSameMinutes,
  type AuthorityOutcome,
  type HandoverMinutes,
} from '../../domain/index.ts';
import type { AuthorityRequests, KeptAuthorityRequest } from '../../store/authority-requests.ts';
import type { Docket } from '../../store/docket.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';
import { openMinutes } from './authority-content.ts';
import { authorityRequestResource, refuseRight, refuseTimes } from './refuse-rights.ts';
import { sealText } from './sealed-text.ts';

export interface CloseAuthorityRequestDependencies {
  readonly registry: Pick<Registry, 'recorder' | 'clock' | 'random'>;
  readonly authorities: Pick<AuthorityRequests, 'find' | 'handovers' | 'changeWrite'>;
  readonly docket: Pick<Docket, 'closeWrites'>;
  /** Purpose `registry`. */
  readonly keyRing: Pick<KeyRing, 'byId' | 'current'>;
}

/**
 * Closes a request: as handed over, with the minutes that the parties signed, which are sealed; or as refused or withdrawn, where nothing
 * was handed over. From then on nobody hands over by it. One that was closed so, with the
 * same minutes, is answered as it is. Refuses `AUTHORITY_REQUEST.UNKNOWN`, and by the codes of `decideAuthorityClosing`.
 */
export const closeAuthorityRequest =
  ({ registry, authorities, docket, keyRing }: CloseAuthorityRequestDependencies) =>
  (
    caller: Caller,
    requestId: string,
    { outcome, minutes }: { readonly outcome: AuthorityOutcome; readonly minutes?: HandoverMinutes },
  ): Promise<{ readonly request: KeptAuthorityRequest; readonly receipt?: Receipt }> => {
    const { recorder, clock, random } = registry;
    const { tenant, id } = caller.principal;
    return untilSettled(async () => {
      const found = await authorities.find(tenant, requestId);
      if (found === undefined) throw refuseRight('AUTHORITY_REQUEST.UNKNOWN');
      const { reliedOn: _, ...request } = found;
      if (
        found.state === 'closed' &&
        found.outcome === outcome &&
        isSameMinutes(await openMinutes(keyRing, tenant, found), minutes)
      )
        return { request };
      const closedAt = clock.now();
      const handovers = await authorities.handovers(tenant, requestId);
      const verdict = decideAuthorityClosing(found, {
        outcome,
        handovers: handovers.map(({ at }) => at),
        ...(minutes !== undefined && { signedAt: minutes.signedAt }),
        now: closedAt,
      });
      if (!verdict.allowed)
        throw verdict.code === 'AUTHORITY_REQUEST.TIME_INVALID'
          ? refuseTimes('/minutes/signedAt')
          : refuseRight(verdict.code);
      const place = { tenant, of: 'minutes', id: requestId } as const;
      const closed: KeptAuthorityRequest = {
        ...request,
        state: 'closed',
        closedAt,
        closedBy: id,
        outcome,
        ...(minutes !== undefined && {
          minutes: await sealText({ keyRing, random }, place, JSON.stringify(minutes)),
        }),
      };
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.release',
          outcome: 'allowed',
          purpose: 'authority-request',
          change: 'closed',
          grounds: outcome,
          resources: [authorityRequestResource(requestId)],
        },
        {
          writes: () => [
            authorities.changeWrite(tenant, found, closed),
            ...docket.closeWrites(
              tenant,
              { register: 'authority-requests', id: requestId, at: found.answerBy },
              closedAt,
            ),
          ],
        },
      );
      return recorded.outcome === 'committed' ? { request: closed, receipt: recorded.receipt } : undefined;
    });
  };
