import type { Recorded } from '@temkin/audit-event';
import { OutcomeUnknown, type Caller, type Refusal } from '@temkin/kernel';
import type { Parcel } from '../domain/index.ts';
import type { PreparedParcel } from '../store/issue-writes.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import { inFlight } from './in-flight.ts';
import type { NewParcel } from './new-parcel.ts';
import type { ParcelKeys, Surroundings } from './ports.ts';
import { idsAt, prepareParcel } from './prepare-parcel.ts';
import { asRefusal, outOfTime, refuse } from './refuse.ts';
import { replayIssue } from './replay-issue.ts';

/** A parcel of a request, at its position there. */
export interface IssueItem {
  readonly index: number;
  readonly parcel: NewParcel;
}

export interface IssuedParcel {
  readonly parcel: Parcel;
  readonly token: string;
}

export type IssueResult =
  | { readonly index: number; readonly issued: IssuedParcel }
  | { readonly index: number; readonly refusal: Refusal };

export interface IssueDependencies extends Surroundings {
  readonly keys: ParcelKeys;
  readonly store: ParcelStore;
}

/** Transactions of one batch that run at the same time. */
const CHUNKS_IN_FLIGHT = 4;

/** Writes that a transaction of 100 has left beside its event and a check of the caller. */
const WRITES_PER_CHUNK = 98;

interface PreparedItem extends IssueItem {
  readonly prepared: PreparedParcel;
}

const chunksOf = <Element>(elements: readonly Element[], size: number): readonly (readonly Element[])[] =>
  Array.from({ length: Math.ceil(elements.length / size) }, (_, i) =>
    elements.slice(i * size, (i + 1) * size),
  );

const asIssueRefusal = (error: unknown): Refusal =>
  error instanceof OutcomeUnknown ? refuse('PARCEL.OUTCOME_UNKNOWN') : asRefusal(error);

const waybillExists = (detail: string): Refusal =>
  refuse('PARCEL.WAYBILL_EXISTS', { errors: [{ pointer: '/waybillNumber', detail }] });

/** Splits off what repeats a waybill number of the same request: the first one keeps it. */
const withoutRepetitions = (items: readonly IssueItem[]) => {
  const firstAt = new Map<string, number>();
  for (const { index, parcel } of items) {
    if (!firstAt.has(parcel.waybillNumber)) firstAt.set(parcel.waybillNumber, index);
  }
  const isFirst = ({ index, parcel }: IssueItem): boolean => firstAt.get(parcel.waybillNumber) === index;
  return {
    unique: items.filter(isFirst),
    repeated: items
      .filter((item) => !isFirst(item))
      .map(({ index }): IssueResult => ({
        index,
        refusal: waybillExists('An earlier parcel of this batch has this waybill number.'),
      })),
  };
};

/**
 * Issues up to a thousand parcels, in transactions of a dozen with one event each. A refused parcel sinks no other. The
 * same seed and parcels make the same answer again and nothing new: what exists under the seed's ids is rebuilt from the
 * stored key, what a cut request left out is made up for. No transaction begins after the deadline.
 */
export const issueParcels = (dependencies: IssueDependencies) => {
  const { recorder, store, clock } = dependencies;

  const commit = async (
    caller: Caller,
    chunk: readonly PreparedItem[],
  ): Promise<{ readonly recorded: Recorded; readonly ownerAt: readonly PreparedItem[] }> => {
    let ownerAt: readonly PreparedItem[] = [];
    const { tenant, id } = caller.principal;
    const recorded = await recorder.commit(
      caller,
      {
        action: 'parcel.issue',
        outcome: 'allowed',
        resources: chunk.map(({ prepared }) => ({ type: 'parcel', pseudonym: prepared.parcel.pseudonym })),
      },
      {
        writes: (receipt) => {
          const owned = chunk.flatMap((owner) =>
            store.issueWrites(tenant, id, owner.prepared, receipt).map((write) => ({ owner, write })),
          );
          ownerAt = owned.map(({ owner }) => owner);
          return owned.map(({ write }) => write);
        },
      },
    );
    return { recorded, ownerAt };
  };

  /** What to answer for a parcel that could not be written: it exists already, or its waybill number does. */
  const explain = async (tenant: string, item: IssueItem, seed: Uint8Array): Promise<IssueResult> => {
    try {
      const issued = await replayIssue(dependencies, tenant, item, seed);
      return issued === undefined
        ? { index: item.index, refusal: waybillExists('Another parcel has this waybill number.') }
        : { index: item.index, issued };
    } catch (error) {
      return { index: item.index, refusal: asIssueRefusal(error) };
    }
  };

  const issueChunk = async (
    caller: Caller,
    chunk: readonly PreparedItem[],
    seed: Uint8Array,
  ): Promise<readonly IssueResult[]> => {
    if (chunk.length === 0) return [];
    const { recorded, ownerAt } = await commit(caller, chunk);
    if (recorded.outcome === 'committed') {
      const { receipt } = recorded;
      return chunk.map(({ index, prepared }) => ({
        index,
        issued: { parcel: { ...prepared.parcel, issueReceipt: receipt }, token: prepared.token },
      }));
    }
    const failed = recorded.outcome === 'refused' ? recorded.failed : [];
    const refused = new Set(failed.flatMap((position) => ownerAt[position] ?? []));
    if (refused.size === 0) throw new Error('a refused transaction names the writes it refused');
    const explained = await Promise.all(
      [...refused].map((item) => explain(caller.principal.tenant, item, seed)),
    );
    const others = chunk.filter((item) => !refused.has(item));
    return [...explained, ...(await issueChunk(caller, others, seed))];
  };

  const prepareAndIssue = async (
    caller: Caller,
    items: readonly IssueItem[],
    seed: Uint8Array,
  ): Promise<readonly IssueResult[]> => {
    const prepared: PreparedItem[] = [];
    const refused: IssueResult[] = [];
    for (const item of items) {
      try {
        const ids = idsAt(seed, item.index);
        const parcel = await prepareParcel(dependencies, caller.principal.tenant, ids, item.parcel);
        prepared.push({ ...item, prepared: parcel });
      } catch (error) {
        refused.push({ index: item.index, refusal: asIssueRefusal(error) });
      }
    }
    try {
      return [...refused, ...(await issueChunk(caller, prepared, seed))];
    } catch (error) {
      const refusal = asIssueRefusal(error);
      return [...refused, ...prepared.map(({ index }) => ({ index, refusal }))];
    }
  };

  return async (
    caller: Caller,
    items: readonly IssueItem[],
    { seed, deadlineMilliseconds }: { readonly seed: Uint8Array; readonly deadlineMilliseconds: number },
  ): Promise<readonly IssueResult[]> => {
    const { unique, repeated } = withoutRepetitions(items);
    const chunks = chunksOf(unique, Math.floor(WRITES_PER_CHUNK / store.itemsPerParcel));
    const issued = await inFlight(CHUNKS_IN_FLIGHT, chunks, async (chunk) =>
      clock.now() < deadlineMilliseconds
        ? prepareAndIssue(caller, chunk, seed)
        : chunk.map(({ index }) => ({ index, refusal: outOfTime() })),
    );
    return [...repeated, ...issued.flat()].toSorted((a, b) => a.index - b.index);
  };
};
