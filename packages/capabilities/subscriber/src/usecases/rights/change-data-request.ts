import type { KeyRing } from '@temkin/crypto';
import type { EventDraft } from '@temkin/audit-event';
import type { Caller, RandomBytes, Receipt } from '@temkin/kernel';
import {
  alarmAtOf,
  decideAnswer,
  decideClosing,
  decideExtension,
  marksAfter,
  requestDueAt,
  type DataRequestOutcome,
  type EndOfSubscription,
  type ProcessingMark,
  type RequestAnswer,
} from '../../domain/index.ts';
import type { DataRequests, FiledDataRequest } from '../../store/data-requests.ts';
import type { Docket } from '../../store/docket.ts';
import type { Read } from '../../store/record-item.ts';
import { personResource } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';
import type { Beside, Cases, Writes } from './ports.ts';
import { dataRequestResource, refuseRight } from './refuse-rights.ts';
import { openText, sealText } from './sealed-text.ts';

export interface ChangeDataRequestDependencies {
  readonly registry: Pick<Registry, 'recorder' | 'people' | 'personKeys' | 'clock' | 'random'>;
  readonly requests: Pick<DataRequests, 'find' | 'changeWrite'>;
  readonly docket: Pick<Docket, 'moveWrites' | 'closeWrites'>;
  readonly cases: Pick<Cases, 'close'>;
  /** Purpose `registry`. */
  readonly keyRing: Pick<KeyRing, 'current' | 'byId'>;
}

/** A request as it has become, with the receipt of what made it so, where that was just now. */
export interface ChangedDataRequest {
  readonly request: FiledDataRequest;
  readonly receipt?: Receipt;
}

/** What a change of a request is, and what goes with it. */
interface RequestChange {
  readonly become: FiledDataRequest;
  readonly draft: Pick<EventDraft, 'change' | 'grounds' | 'flags'>;
  /** Of the person, where the change makes one. */
  readonly version?: number;
  readonly beside?: readonly (Beside | undefined)[];
}

const REGISTER = 'subject-requests';

/** What changes of requests have in common: found, decided, and kept with its event and what is due of it. */
const changing = ({ registry, requests, docket }: ChangeDataRequestDependencies) => {
  const { recorder, clock } = registry;
  return (
    caller: Caller,
    requestId: string,
    change: (
      found: Read<FiledDataRequest>,
      now: number,
    ) => Promise<RequestChange | { readonly stays: ChangedDataRequest }>,
  ): Promise<ChangedDataRequest> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const found = await requests.find(tenant, requestId);
      if (found === undefined) throw refuseRight('DATA_REQUEST.UNKNOWN');
      const now = clock.now();
      const changed = await change(found, now);
      if ('stays' in changed) return changed.stays;
      const { become, draft, version, beside = [] } = changed;
      const [from, at] = [requestDueAt(found), requestDueAt(become)];
      const entry = { register: REGISTER, id: requestId, at: from } as const;
      const isOver = become.state === 'refused' || become.state === 'closed';
      const due: ReturnType<Writes> = isOver
        ? docket.closeWrites(tenant, entry, now)
        : docket.moveWrites(tenant, entry, { ...entry, at, alarmAt: alarmAtOf(found.filedAt, at) });
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.request',
          outcome: 'allowed',
          ...draft,
          resources: [personResource(found.personId, version), dataRequestResource(requestId)],
        },
        {
          reliedOn: beside.flatMap((one) => one?.reliedOn ?? []),
          writes: (receipt) => [
            requests.changeWrite(tenant, found, become),
            ...due,
            ...beside.flatMap((one) => one?.writes(receipt) ?? []),
          ],
        },
      );
      return recorded.outcome === 'committed' ? { request: become, receipt: recorded.receipt } : undefined;
    });
  };
};

/** The request without the version that it was read in. */
const asKept = (read: Read<FiledDataRequest>): FiledDataRequest => {
  const { reliedOn: _, ...request } = read;
  return request;
};

/**
 * Answers a request: accepts it, or refuses it upon a ground that its kind has. Whether a record must be kept is told by its numbers.
 * One that was answered so is answered as it is. Refuses `DATA_REQUEST.UNKNOWN`, and by the codes of `decideAnswer`.
 */
export const answerDataRequest = (dependencies: ChangeDataRequestDependencies) => {
  const change = changing(dependencies);
  const { registry, cases } = dependencies;

  const endsOf = async (tenant: string, personId: string): Promise<readonly EndOfSubscription[]> => {
    const ends: EndOfSubscription[] = [];
    for await (const subscription of registry.people.subscriptionsOf(tenant, personId)) {
      const { endedAt, endCause } = subscription;
      ends.push({
        ...(endedAt !== undefined && { endedAt }),
        ...(endCause !== undefined && { endCause }),
      });
    }
    return ends;
  };

  return (caller: Caller, requestId: string, answer: RequestAnswer): Promise<ChangedDataRequest> => {
    const { tenant, id } = caller.principal;
    return change(caller, requestId, async (found, now) => {
      const ground = answer.answer === 'refused' ? answer.ground : undefined;
      if (found.state === answer.answer && found.ground === ground)
        return { stays: { request: asKept(found) } };
      const subscriptions = found.kind === 'delete' ? await endsOf(tenant, found.personId) : [];
      const verdict = decideAnswer(found, answer, { subscriptions, now });
      if (!verdict.allowed) throw refuseRight(verdict.code);
      const closing = ground === undefined ? undefined : await cases.close(tenant, found.caseId, now);
      return {
        become: {
          ...asKept(found),
          state: answer.answer,
          answeredAt: now,
          answeredBy: id,
          ...(ground !== undefined && { ground }),
        },
        draft: { change: answer.answer, ...(ground !== undefined && { grounds: ground }) },
        beside: [closing],
      };
    });
  };
};

/**
 * Puts a request off, once, with reasons, which are sealed. One that was put off so, by as many days for the same reasons, is answered as
 * it is. Refuses `DATA_REQUEST.UNKNOWN`, `DATA_REQUEST.CLOSED`, and by the codes of `decideExtension`.
 */
export const extendDataRequest = (dependencies: ChangeDataRequestDependencies) => {
  const change = changing(dependencies);
  const { keyRing } = dependencies;
  const random: RandomBytes = dependencies.registry.random;
  return (
    caller: Caller,
    requestId: string,
    { days, reasons }: { readonly days: number; readonly reasons: string },
  ): Promise<ChangedDataRequest> => {
    const { tenant } = caller.principal;
    return change(caller, requestId, async (found, now) => {
      if (found.state === 'refused' || found.state === 'closed') throw refuseRight('DATA_REQUEST.CLOSED');
      const place = { tenant, of: 'extension', id: requestId } as const;
      if (found.extendedDays === days && found.reasons !== undefined)
        if ((await openText(keyRing, place, found.reasons)) === reasons)
          return { stays: { request: asKept(found) } };
      const verdict = decideExtension(found, { days, reasons, now });
      if (!verdict.allowed) throw refuseRight(verdict.code);
      return {
        become: {
          ...asKept(found),
          extendedDays: days,
          doneBy: verdict.doneBy,
          reasons: await sealText({ keyRing, random }, place, reasons),
        },
        draft: { change: 'extended', grounds: found.kind },
      };
    });
  };
};

/**
 * Closes a request with what became of it; what holds for the record from then on is marked on it in the same transaction, with an event
 * that says so, and the case is closed. One that was closed so is answered as it is. Refuses `DATA_REQUEST.UNKNOWN`, and by the codes of `decideClosing`.
 */
export const closeDataRequest = (dependencies: ChangeDataRequestDependencies) => {
  const change = changing(dependencies);
  const { registry, cases } = dependencies;
  const { people, personKeys } = registry;

  /** Of who was erased since there is nothing to mark. */
  const marking = async (tenant: string, personId: string, mark: ProcessingMark | undefined) => {
    const person = mark && (await people.find(tenant, personId));
    if (mark === undefined || person === undefined) return undefined;
    return {
      mark,
      version: person.version + 1,
      reliedOn: [],
      writes: (receipt: Receipt) => [
        people.marksWrite(tenant, person, marksAfter(person.marks ?? [], { mark, is: 'set' }), receipt),
      ],
    };
  };

  return (caller: Caller, requestId: string, outcome: DataRequestOutcome): Promise<ChangedDataRequest> => {
    const { tenant, id } = caller.principal;
    return change(caller, requestId, async (found, now) => {
      if (found.state === 'closed' && found.outcome === outcome) return { stays: { request: asKept(found) } };
      const isErased = found.kind === 'delete' && !(await personKeys.isThere(tenant, found.personId));
      const verdict = decideClosing(found, outcome, { isErased });
      if (!verdict.allowed) throw refuseRight(verdict.code);
      const marked = await marking(tenant, found.personId, verdict.mark);
      return {
        become: { ...asKept(found), state: 'closed', closedAt: now, closedBy: id, outcome },
        draft: { change: 'closed', grounds: outcome, ...(marked !== undefined && { flags: [marked.mark] }) },
        ...(marked !== undefined && { version: marked.version }),
        beside: [await cases.close(tenant, found.caseId, now), marked],
      };
    });
  };
};
