import { keyedHash, type KeyRing } from '@temkin/crypto';
import { inForce, toHex, type Caller } from '@temkin/kernel';
import {
  alarmAtOf,
  authorityClock,
  authorityScope,
  inOrder,
  questionFaults,
  type AskedPerson,
  type AuthorityGround,
  type AuthorityRequestContent,
  type AuthorityUrgency,
  type FieldName,
  type RecordFault,
} from '../../domain/index.ts';
import type { AuthorityRequests, KeptAuthorityRequest } from '../../store/authority-requests.ts';
import type { Docket } from '../../store/docket.ts';
import { faultErrors, refuse } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';
import { authorityRequestResource, refuseRight } from './refuse-rights.ts';
import { sealText } from './sealed-text.ts';

/** What an authority asks for, and upon what. */
export interface NewAuthorityRequest extends AuthorityRequestContent {
  readonly ground: AuthorityGround;
  readonly urgency: AuthorityUrgency;
  readonly fields: readonly FieldName[];
  /** When it came; milliseconds since the epoch, not in the future. */
  readonly receivedAt: number;
}

export interface RegisterAuthorityRequestDependencies {
  readonly registry: Pick<Registry, 'recorder' | 'clock' | 'random'>;
  readonly authorities: Pick<AuthorityRequests, 'find' | 'registerWrite'>;
  readonly docket: Pick<Docket, 'openWrite'>;
  /** Purpose `registry`. */
  readonly keyRing: Pick<KeyRing, 'current'>;
}

/** Why nobody can be searched for by what is asked, by the place in the list. */
const faultsOf = (asked: AskedPerson, at: number): readonly RecordFault[] =>
  'personId' in asked
    ? []
    : questionFaults('msisdn' in asked ? 'msisdn' : 'identityNumber', asked).map(({ code, pointer }) => ({
        code,
        pointer: `/people/${at}${pointer}`,
      }));

/**
 * Registers what an authority asks: who and by which document, how it was made sure that it is the authority, about whom, and which
 * fields; all that names somebody is sealed. Its clock runs from when it came, also where that was hours before it was written down. The
 * same seed answers the same request again. Refuses `AUTHORITY_REQUEST.SCOPE_TOO_WIDE`, and `SUBSCRIBER.SEARCH_INCOMPLETE` for numbers or
 * documents that have no form, by their places.
 */
export const registerAuthorityRequest = ({
  registry,
  authorities,
  docket,
  keyRing,
}: RegisterAuthorityRequestDependencies) => {
  const { recorder, clock, random } = registry;
  return (caller: Caller, asked: NewAuthorityRequest, seed: Uint8Array): Promise<KeptAuthorityRequest> => {
    const { tenant, id } = caller.principal;
    const { ground, urgency, fields, receivedAt, ...content } = asked;
    const requestId = toHex(keyedHash(seed, 16, 'authority-request'));
    return untilSettled(async () => {
      const again = await authorities.find(tenant, requestId);
      if (again !== undefined) return again;
      const registeredAt = clock.now();
      if (content.people.length > inForce(authorityScope, registeredAt).value.people)
        throw refuseRight('AUTHORITY_REQUEST.SCOPE_TOO_WIDE');
      const faults = content.people.flatMap(faultsOf);
      if (faults.length > 0) throw refuse('SUBSCRIBER.SEARCH_INCOMPLETE', { errors: faultErrors(faults) });
      const came = Math.min(receivedAt, registeredAt);
      const { policyId, answerBy } = authorityClock(urgency, came);
      const place = { tenant, of: 'authority-request', id: requestId } as const;
      const request = {
        requestId,
        ground,
        urgency,
        fields: inOrder(fields),
        people: content.people.length,
        state: 'registered',
        receivedAt: came,
        answerBy,
        registeredBy: id,
        registeredAt,
        content: await sealText({ keyRing, random }, place, JSON.stringify(content)),
      } as const;
      const recorded = await recorder.commit(
        caller,
        {
          action: 'registry.release',
          outcome: 'allowed',
          purpose: 'authority-request',
          change: 'registered',
          grounds: ground,
          groups: request.fields,
          policies: [policyId],
          resources: [authorityRequestResource(requestId)],
        },
        {
          writes: (registerReceipt) => [
            authorities.registerWrite(tenant, { ...request, registerReceipt }),
            docket.openWrite(tenant, {
              register: 'authority-requests',
              id: requestId,
              at: answerBy,
              alarmAt: alarmAtOf(came, answerBy),
            }),
          ],
        },
      );
      return recorded.outcome === 'committed' ? { ...request, registerReceipt: recorded.receipt } : undefined;
    });
  };
};
