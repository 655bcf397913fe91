import { addCounts, NO_ROWS, type ImportPart } from '../../domain/index.ts';
import type { Caller } from '@temkin/kernel';
import type { HolderClaim } from '../../store/holder-claims.ts';
import { changedBy, isOutdated, type ChangedPeople } from './changed-people.ts';
import type { ImportedHolder } from './import-holder.ts';
import type { ImportLookups, RowToImport } from './import-lookups.ts';
import { importRow } from './import-row.ts';
import {
  BYTES_LIMIT,
  importResource,
  WRITES_LIMIT,
  type ImportJob,
  type ImportSurroundings,
} from './import-surroundings.ts';
import type { OwnImage } from './peoples-images.ts';
import { NO_RECEIPT, type BatchSoFar, type PreparedRow } from './prepared-row.ts';
import { writtenBytes } from './written-bytes.ts';

/** What became of as many rows as went into one transaction. */
export type ImportedBatch =
  | {
      readonly outcome: 'done';
      /** The part as it is now. */
      readonly part: ImportPart;
      readonly holders: ReadonlyMap<
        string,
        { readonly person: ReturnType<ImportedHolder['become']>; readonly key: Uint8Array }
      >;
      /** What its numbers are called in their index. */
      readonly numbers: ReadonlySet<string>;
      /** Whom it claimed identity numbers for, by their hashes. */
      readonly claims: BatchSoFar['claims'];
      /** Images that it took over. */
      readonly images: BatchSoFar['images'];
      /** Whom it changed, and who was changed before. */
      readonly changed: ChangedPeople;
    }
  /** The first row is about somebody who was changed since the look-up. */
  | { readonly outcome: 'outdated' }
  /** Something that was looked up, or the import, or the part, is no longer as it was. */
  | { readonly outcome: 'changed' };

/**
 * Brings the next rows of a part, as many of them as go into one transaction, with their event and how far the part is done: all of that,
 * or nothing. Of a list of rows that begins where the part is.
 */
export const importBatch = (surroundings: ImportSurroundings) => {
  const { recorder, states, parts, imports } = surroundings;
  const prepare = importRow(surroundings);

  return async (
    caller: Caller,
    job: ImportJob,
    part: ImportPart,
    lookups: ImportLookups,
    rows: readonly RowToImport[],
  ): Promise<ImportedBatch> => {
    const { tenant, importId } = job;
    const holders = new Map<string, ImportedHolder>();
    const numbers = new Set<string>();
    const claims = new Map<string, HolderClaim>();
    const images = new Map<string, OwnImage>();
    const prepared: PreparedRow[] = [];
    let { changed } = lookups;
    let counts = NO_ROWS;
    let cost = 0;
    let bytes = 0;
    let consumed = 0;
    for (const asked of rows) {
      const { verdict } = asked;
      if (verdict !== undefined) {
        const one = await prepare(job, lookups, { holders, numbers, claims, images }, { ...asked, verdict });
        if (one === undefined) return { outcome: 'changed' };
        const added = writtenBytes(one.writes(NO_RECEIPT));
        const isFull = cost + one.cost > WRITES_LIMIT || bytes + added > BYTES_LIMIT;
        if ((cost > 0 && isFull) || isOutdated(changed, one)) break;
        const { brings, amends, takes = [] } = one;
        for (const image of takes) images.set(image.imageId, image);
        if (brings !== undefined) {
          holders.set(brings.holderKey, brings.holder);
          if (brings.number !== undefined) numbers.add(brings.number);
          if (brings.claimed !== undefined)
            claims.set(brings.claimed, { personId: brings.holder.open.personId });
        }
        if (amends !== undefined) numbers.add(amends.number);
        changed = changedBy(changed, one);
        prepared.push(one);
        cost += one.cost;
        bytes += added;
        counts = addCounts(counts, one.counts);
      }
      consumed += 1;
    }

    if (prepared.length === 0 && consumed < rows.length) return { outcome: 'outdated' };
    const become = { ...addCounts(part, counts), rowsDone: part.rowsDone + consumed };
    const fields = [...new Set(prepared.flatMap(({ amends }) => amends?.fields ?? []))].toSorted();
    const recorded = await recorder.commit(
      caller,
      {
        action: 'registry.import',
        outcome: 'allowed',
        change: 'rows',
        ...(prepared.some(({ amends }) => amends !== undefined) && { fields }),
        resources: [importResource(importId), ...prepared.flatMap(({ resources }) => resources)],
      },
      {
        writes: (receipt) => [
          states.check(tenant, lookups.copy, lookups.read),
          imports.stateCheck(job, 'running'),
          parts.advanceWrite(job, part, become),
          ...prepared.flatMap(({ writes }) => writes(receipt)),
        ],
      },
    );
    if (recorded.outcome !== 'committed') return { outcome: 'changed' };
    const { receipt } = recorded;
    return {
      outcome: 'done',
      part: { ...part, ...become, version: part.version + 1 },
      holders: new Map(
        [...holders].map(([holderKey, holder]) => [
          holderKey,
          { person: holder.become(receipt), key: holder.key },
        ]),
      ),
      numbers,
      claims,
      images,
      changed,
    };
  };
};
