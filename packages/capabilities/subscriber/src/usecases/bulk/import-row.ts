import { keyedHash } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import {
  GRADES,
  holderKeyOf,
  NO_ROWS,
  type RowCounts,
  type RowDefect,
  type RowFault,
  type RowVerdict,
} from '../../domain/index.ts';
import { startTimelineWrites } from '../../store/timelines.ts';
import { importHolder, type ImportedHolder, type Writes } from './import-holder.ts';
import type { ImportLookups } from './import-lookups.ts';
import type { ImportJob, ImportSurroundings } from './import-surroundings.ts';
import { indexHolder } from '../index-holder.ts';
import { idFrom } from '../id-from.ts';
import { begunSubscription } from '../new-person.ts';
import { personResource, subscriptionResource } from '../refuse.ts';

/** What a transaction has so far: holders by `holderKeyOf`, and what its numbers are called in their index. */
export interface BatchSoFar {
  readonly holders: ReadonlyMap<string, ImportedHolder>;
  readonly numbers: ReadonlySet<string>;
}

/** A row, ready to be written. */
export interface PreparedRow {
  readonly counts: RowCounts;
  readonly resources: readonly ReturnType<typeof personResource>[];
  /** How many writes there will be. */
  readonly cost: number;
  readonly writes: (receipt: Receipt) => Writes;
  /** Whose number it brings, and what that is called. */
  readonly brings?: { readonly holderKey: string; readonly holder: ImportedHolder; readonly number?: string };
}

const KEY_BYTES = 32;

/** Stands where the receipt will, while writes are counted. */
const NO_RECEIPT: Receipt = { eventId: '', leaf: '' };

const codesOf = (faults: readonly RowFault[]): RowCounts['codes'] => {
  const codes: Record<string, number> = {};
  for (const { code } of faults) codes[code] = (codes[code] ?? 0) + 1;
  return codes;
};

const gradesOf = (defects: readonly RowDefect[]): RowCounts['grades'] => {
  const worst = GRADES.find((grade) => defects.some((defect) => defect.grade === grade));
  return worst === undefined ? {} : { [worst]: 1 };
};

/** Prepares rows of an import for a transaction; undefined where a generation of an index is gone since it was read. */
export const importRow = (surroundings: ImportSurroundings) => {
  const { people, entries, rejects, clock } = surroundings;
  const index = indexHolder(surroundings);
  const holders = importHolder(surroundings);

  const rejected = (job: ImportJob, row: number, faults: readonly RowFault[]): PreparedRow => ({
    counts: { ...NO_ROWS, rejected: 1, codes: codesOf(faults) },
    resources: [],
    cost: 1,
    writes: () => [rejects.putWrite(job, { row, faults }, job.expiresAtSeconds)],
  });

  return async (
    job: ImportJob,
    lookups: ImportLookups,
    batch: BatchSoFar,
    row: number,
    verdict: RowVerdict,
  ): Promise<PreparedRow | undefined> => {
    if (verdict.outcome === 'rejected') return rejected(job, row, verdict.faults);
    const { tenant, importId } = job;
    const { standing, defects, beginsTimeline } = verdict;
    const { record, verifiedAt } = verdict.row;
    const number = standing.state === 'terminated' ? undefined : lookups.numberName(record.subscription);
    const owner = number === undefined ? undefined : lookups.owners.get(number);
    const isRepeated =
      owner?.isOwn === true ||
      (number !== undefined && (batch.numbers.has(number) || lookups.numbersOfWindow.has(number)));
    if (isRepeated || owner !== undefined)
      return rejected(job, row, [
        { code: isRepeated ? 'number-repeated' : 'number-taken', pointer: '/subscription/msisdn' },
      ]);

    const at = clock.now();
    const holderKey = holderKeyOf(record.holder) ?? `row ${row}`;
    const inBatch = batch.holders.get(holderKey);
    const known = lookups.holders.get(holderKey);
    const holder =
      inBatch ??
      (known === undefined
        ? await holders.made(job, record.holder, holderKey, at)
        : holders.known(tenant, known, at));
    const { open, key } = holder;
    const { personId } = open;
    const subscriptionId = idFrom(keyedHash(job.naming, KEY_BYTES, 'row', String(row)), 'subscription');
    const begun = begunSubscription(
      surroundings,
      key,
      { tenant, personId, subscriptionId },
      { subscription: record.subscription, standing },
      at,
    );
    const isMade = inBatch === undefined && holder.isNew;
    const change = await index.change(
      tenant,
      lookups.read.states,
      [],
      [...(isMade ? [{ person: open }] : []), { person: open, subscription: begun.open }],
    );
    if (change === undefined) return undefined;
    const { use } = record.subscription;
    const run = { timeline: 'wrong-information', use, startedAt: at, done: [] } as const;
    const writes = (receipt: Receipt): Writes => [
      ...(inBatch === undefined ? holder.writes(receipt) : []),
      ...people.subscriptionWrites(tenant, {
        ...begun.sealed,
        ...(verifiedAt !== undefined && { verifiedAt }),
        imported: { importId, defects },
        receipt,
      }),
      ...(beginsTimeline ? startTimelineWrites(tenant, { personId, subscriptionId }, run, { receipt }) : []),
      ...change.put.map((entry) => entries.putWrite(tenant, entry)),
    ];
    return {
      counts: { accepted: 1, rejected: 0, grades: gradesOf(defects), codes: codesOf(defects) },
      resources: [
        ...(inBatch === undefined ? [personResource(personId, holder.version)] : []),
        subscriptionResource(subscriptionId, begun.sealed.version),
      ],
      cost: writes(NO_RECEIPT).length,
      writes,
      brings: { holderKey, holder, ...(number !== undefined && { number }) },
    };
  };
};
