import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller } from '@temkin/kernel';
import { alarmAtOf, DATA_REQUEST_RULES, dataRequestClock, type DataRequest } from '../../domain/index.ts';
import type { DataRequests, FiledDataRequest } from '../../store/data-requests.ts';
import type { Docket } from '../../store/docket.ts';
import { personResource, refuse } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';
import { registryPage } from './own-actors.ts';
import { ownSession, type OwnSessionDependencies } from './own-session.ts';
import type { Cases } from './ports.ts';
import { dataRequestResource } from './refuse-rights.ts';

export interface FileDataRequestDependencies {
  readonly registry: Pick<Registry, 'recorder' | 'people' | 'personKeys' | 'clock'>;
  readonly requests: Pick<DataRequests, 'find' | 'fileWrite'>;
  readonly docket: Pick<Docket, 'openWrite'>;
  readonly cases: Pick<Cases, 'openWrites'>;
}

/** Who asks for what about their data. */
export interface NewDataRequest {
  readonly personId: string;
  readonly kind: DataRequest;
  /** Whether a processor or a third party must act too. */
  readonly needsProcessor: boolean;
}

/**
 * Files what somebody whom the registry has asks about their data, with its legal dates, and opens the case in which their record is
 * read and, where the request lets, changed. Nothing acts upon it by itself. The same seed answers the same request again. Refuses
 * `SUBSCRIBER.UNKNOWN`, also of who is erased.
 */
export const fileDataRequest = ({ registry, requests, docket, cases }: FileDataRequestDependencies) => {
  const { recorder, people, personKeys, clock } = registry;
  return (
    caller: Caller,
    { personId, kind, needsProcessor }: NewDataRequest,
    seed: Uint8Array,
  ): Promise<FiledDataRequest> => {
    const { tenant, id } = caller.principal;
    const requestId = toHex(keyedHash(seed, 16, 'subscriber-request'));
    const caseId = toHex(keyedHash(seed, 16, 'subscriber-request-case'));
    return untilSettled(async () => {
      const again = await requests.find(tenant, requestId);
      if (again !== undefined) return again;
      const person = await people.find(tenant, personId);
      if (person === undefined) throw refuse('SUBSCRIBER.UNKNOWN');
      const filedAt = clock.now();
      const { policyId, replyBy, doneBy } = dataRequestClock({ kind, filedAt, needsProcessor });
      const request = {
        requestId,
        personId,
        kind,
        filedBy: id,
        caseId,
        state: 'filed',
        filedAt,
        needsProcessor,
        replyBy,
        doneBy,
      } as const;
      const { purpose } = DATA_REQUEST_RULES[kind];
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.request',
          outcome: 'allowed',
          change: 'filed',
          grounds: kind,
          policies: [policyId],
          resources: [personResource(personId), dataRequestResource(requestId)],
        },
        {
          writes: (fileReceipt) => [
            personKeys.aliveCheck(tenant, personId),
            requests.fileWrite(tenant, { ...request, fileReceipt }),
            docket.openWrite(tenant, {
              register: 'subject-requests',
              id: requestId,
              at: replyBy,
              alarmAt: alarmAtOf(filedAt, replyBy),
            }),
            ...cases.openWrites(
              tenant,
              { caseId, purpose, personId, openedBy: id, openedAt: filedAt },
              fileReceipt,
            ),
          ],
        },
      );
      if (recorded.outcome === 'committed') return { ...request, fileReceipt: recorded.receipt };
      if (recorded.outcome === 'refused' && recorded.failed.includes(0)) throw refuse('SUBSCRIBER.UNKNOWN');
      return undefined;
    });
  };
};

/**
 * Files the same in the session of a number that somebody has proven, about the record which that number is of. A kind that was filed
 * in the session already is answered as it is. Refuses `SELF_CHECK.SESSION_OVER`.
 */
export const fileOwnDataRequest = (
  dependencies: FileDataRequestDependencies & Omit<OwnSessionDependencies, 'clock'>,
) => {
  const file = fileDataRequest(dependencies);
  const requireSession = ownSession({ ...dependencies, clock: dependencies.registry.clock });
  return async (
    company: string,
    challengeId: string,
    asked: { readonly session: string; readonly kind: DataRequest },
  ): Promise<FiledDataRequest> => {
    const { personId, key } = await requireSession(company, challengeId, asked.session);
    const seed = keyedHash(key, 32, 'own-request', challengeId, asked.kind);
    const request = { personId, kind: asked.kind, needsProcessor: false };
    return file(registryPage(company), request, seed);
  };
};
