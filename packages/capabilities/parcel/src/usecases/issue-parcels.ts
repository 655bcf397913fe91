import type { Recorded } from '@temkin/audit-event';
import { inFlight, OutcomeUnknown, type Refusal, type Caller } from '@temkin/kernel';
import type { Parcel } from '../domain/index.ts';
import type { PreparedParcel } from '../store/issue-writes.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import { askRouter, type AskRouter, type Routed, type RoutingDependencies } from './ask-router.ts';
import { chunksOf } from './chunks-of.ts';
import type { NewParcel } from './new-parcel.ts';
import type { Directory, Keeping, ParcelKeys, Surroundings } from './ports.ts';
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

export interface IssueDependencies extends Surroundings, RoutingDependencies {
  readonly keys: ParcelKeys;
  readonly store: ParcelStore;
  readonly directory: Pick<Directory, 'settings'>;
}

/** Transactions of one batch that run at the same time. */
const CHUNKS_IN_FLIGHT = 4;

/** Writes that a transaction of 100 has left beside its event, a check of the caller and an announcement (announcing.ts). */
const WRITES_PER_CHUNK = 97;

interface PreparedItem extends IssueItem, Pick<Routed, 'flags'> {
  readonly prepared: PreparedParcel;
}

/** What the parcels of a request share. */
interface Issuing {
  readonly seed: Uint8Array;
  readonly keeping: Keeping;
  readonly route: AskRouter;
}

/** What a company gives it need not ask for. */
const routeTo = async (route: AskRouter, { sortCode, recipient }: NewParcel): Promise<Routed> =>
  sortCode === undefined ? route(recipient.address) : { sortCode, flags: [] };

const asIssueRefusal = (error: unknown): Refusal =>
  error instanceof OutcomeUnknown ? refuse('PARCEL.OUTCOME_UNKNOWN') : asRefusal(error);

const waybillExists = (detail: string): Refusal =>
  refuse('PARCEL.WAYBILL_EXISTS', { errors: [{ pointer: '/waybillNumber', detail }] });

/** Refusals that come before the store: another parcel of the request may have the waybill number. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'PARCEL.ADDRESS_INVALID',
  'PARCEL.KIND_NOT_ALLOWED',
  'PARCEL.TOO_LARGE',
]);

/** The first of each waybill number, then the second of those that repeat one, and so on. */
const roundsOf = (items: readonly IssueItem[]): readonly (readonly IssueItem[])[] => {
  const rounds: IssueItem[][] = [];
  const seen = new Map<string, number>();
  for (const item of items) {
    const { waybillNumber } = item.parcel;
    const round = seen.get(waybillNumber) ?? 0;
    (rounds[round] ??= []).push(item);
    seen.set(waybillNumber, round + 1);
  }
  return rounds;
};

/**
 * Issues up to a thousand parcels, in transactions of nine with one event each. A refused parcel sinks no other. The
 * same seed and parcels make the same answer again and nothing new: what exists under the seed's ids is rebuilt from the
 * stored key, what a cut request left out is made up for. What comes without a sort code gets that of the company's router,
 * where it has one for the address. No transaction begins after the deadline.
 */
export const issueParcels = (dependencies: IssueDependencies) => {
  const { recorder, store, clock, directory } = dependencies;

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
        resources: chunk.map(({ prepared }) => ({
          type: 'parcel',
          pseudonym: prepared.parcel.pseudonym,
          version: 1,
        })),
        flags: [...new Set(chunk.flatMap(({ flags }) => flags))],
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
    { seed, keeping, route }: Issuing,
  ): Promise<readonly IssueResult[]> => {
    const { tenant } = caller.principal;
    const prepared: PreparedItem[] = [];
    const refused: IssueResult[] = [];
    const routed = await Promise.all(items.map(({ parcel }) => routeTo(route, parcel)));
    for (const [at, item] of items.entries()) {
      const { flags = [], ...sorted } = routed[at] ?? {};
      try {
        const ids = idsAt(seed, item.index);
        const parcel = { ...item.parcel, ...sorted };
        prepared.push({
          ...item,
          flags,
          prepared: await prepareParcel(dependencies, { tenant, keeping }, ids, parcel),
        });
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
    // Once: all of a request are issued under one setting.
    const { tenant } = caller.principal;
    const { keeping } = await directory.settings(tenant);
    const route = askRouter(dependencies, tenant);
    const results: IssueResult[] = [];
    const taken = new Set<string>();
    for (const round of roundsOf(items)) {
      const late = round.filter(({ parcel }) => taken.has(parcel.waybillNumber));
      const refusal = waybillExists('An earlier parcel of this batch has this waybill number.');
      results.push(...late.map(({ index }) => ({ index, refusal })));

      const free = round.filter(({ parcel }) => !taken.has(parcel.waybillNumber));
      const chunks = chunksOf(free, Math.floor(WRITES_PER_CHUNK / store.itemsPerParcel));
      const answered = await inFlight(CHUNKS_IN_FLIGHT, chunks, async (chunk) =>
        clock.now() < deadlineMilliseconds
          ? prepareAndIssue(caller, chunk, { seed, keeping, route })
          : chunk.map(({ index }) => ({ index, refusal: outOfTime() })),
      );
      results.push(...answered.flat());
      const notSent = new Set(
        answered
          .flat()
          .flatMap((one) => ('refusal' in one && NOT_SENT.has(one.refusal.code) ? one.index : [])),
      );
      for (const { index, parcel } of free) if (!notSent.has(index)) taken.add(parcel.waybillNumber);
    }
    return results.toSorted((x, y) => x.index - y.index);
  };
};
